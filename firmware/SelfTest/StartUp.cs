// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Reflection;
using NanoTcp.Dhcp;
using NanoTcp.Dns;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Resolver;
using NanoTcp.Sntp;

namespace NanoTcp.SelfTest
{
    /// <summary>
    /// The static tables that start-up lost. When a static constructor fails, the device prints its exception and goes on. The tables that it had not
    /// set stay empty, and only code that needs them fails later.
    /// </summary>
    public static class StartUp
    {
        private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        /// <summary>All types of the stack's assemblies.</summary>
        public static Type[] TypesOfStack()
        {
            // One type of each.
            Type[] ones = new Type[]
            {
                typeof(NetworkStack), typeof(HttpServer), typeof(DhcpClient), typeof(DnsReader), typeof(MdnsResponder), typeof(DnsResolver), typeof(SntpClient),
                typeof(NetworkInterface),
            };
            Type[] types = new Type[0];
            for (int i = 0; i < ones.Length; i++)
            {
                Type[] more = Assembly.GetAssembly(ones[i])!.GetTypes();
                Type[] all = new Type[types.Length + more.Length];
                Array.Copy(types, all, types.Length);
                Array.Copy(more, 0, all, types.Length, more.Length);
                types = all;
            }

            return types;
        }

        /// <summary>The static tables of a type: arrays, and numbers whose name begins with s_. On the device a constant is no field.</summary>
        public static FieldInfo[] TablesOf(Type type)
        {
            FieldInfo[] fields = type.GetFields(Statics);
            int count = 0;
            for (int i = 0; i < fields.Length; i++)
            {
                if (IsTable(fields[i]))
                {
                    fields[count++] = fields[i];
                }
            }

            FieldInfo[] tables = new FieldInfo[count];
            Array.Copy(fields, tables, count);
            return tables;
        }

        /// <summary>The name of the first table that was never set, or null: a field that is null or 0.</summary>
        public static string? FirstLost(FieldInfo[] tables)
        {
            for (int i = 0; i < tables.Length; i++)
            {
                object? value = tables[i].GetValue(null);
                if (value == null || value.ToString() == "0")
                {
                    return tables[i].Name;
                }
            }

            return null;
        }

        private static bool IsTable(FieldInfo field)
        {
            string name = field.Name;
            return field.FieldType.IsArray || (name.Length > 2 && name[0] == 's' && name[1] == '_');
        }
    }
}
