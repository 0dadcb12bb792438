// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;

namespace NanoTcp.Mdns
{
    /// <summary>A service of this host, its texts in wire form.</summary>
    internal sealed class OwnService : OwnName
    {
        /// <summary>The longest TXT record. With the other records of a service it fits into a frame.</summary>
        internal const int MaxText = 1000;

        /// <summary>RFC 6763 §7: an underscore and 15 characters.</summary>
        private const int MaxTypeLabel = 16;

        private const string Local = ".local";

        /// <summary>What the application has added.</summary>
        internal readonly MdnsService Service;

        /// <summary>The name of the subtype in wire form; empty: none.</summary>
        internal readonly byte[] Subtype;

        /// <summary>The port.</summary>
        internal int Port;

        /// <summary>The data of the TXT record.</summary>
        internal byte[] Txt = new byte[1];

        /// <summary>Whether no service before it has its type. Only then is its type listed.</summary>
        internal bool IsFirstOfType;

        /// <exception cref="ArgumentException">A text or number of the service is not as it should be.</exception>
        internal OwnService(MdnsService service, string hostName)
            : base(TypeName(service), false)
        {
            Service = service;
            Subtype = service.Subtype == null ? new byte[0] : DnsText.ToName(service.Subtype + "._sub." + service.Type + Local);
            Want(service.Instance == null ? hostName : service.Instance);
            Read();
        }

        /// <summary>Takes port and TXT over from the service.</summary>
        /// <exception cref="ArgumentException">One of them is not as it should be. Everything stays as it was.</exception>
        internal void Read()
        {
            if ((uint)Service.Port > 65535)
            {
                throw new ArgumentException("The port of a service is 0 to 65535.");
            }

            Txt = TxtData(Service.Txt);
            Port = Service.Port;
        }

        private static byte[] TypeName(MdnsService service)
        {
            byte[] name = DnsText.ToName(service.Type + Local);

            // An underscore begins the label of the service, and another one that of its transport: tcp or udp.
            int transport = 1 + name[0];
            bool isType = name[1] == '_' && name[0] > 1 && name[0] <= MaxTypeLabel && name[transport] == 4 && name[transport + 1] == '_'
                && (name[transport + 2] == 't' || name[transport + 2] == 'u') && name[transport + 4] == 'p' && name[transport + 5] == 5
                && name.Length == transport + 12;
            if (!isType)
            {
                throw new ArgumentException("'" + service.Type + "' is no type of a service: it looks like _http._tcp.");
            }

            return name;
        }

        /// <summary>RFC 6763 §6.1: each text with its length in front. Without any text there is an empty one.</summary>
        private static byte[] TxtData(string[]? texts)
        {
            byte[] buffer = new byte[MaxText];
            int at = 0;
            for (int i = 0; texts != null && i < texts.Length; i++)
            {
                int length = at + 1 < MaxText ? DnsText.ToUtf8(texts[i], buffer, at + 1) : -1;
                if (length < 1 || length > 255)
                {
                    throw new ArgumentException("A text of a service has 1 to 255 bytes, and all of them have " + MaxText.ToString() + " at most.");
                }

                buffer[at] = (byte)length;
                at += 1 + length;
            }

            byte[] data = new byte[at == 0 ? 1 : at];
            Array.Copy(buffer, data, at);
            return data;
        }
    }
}
