// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace Allocating
{
    internal struct Pair
    {
        internal int First;
    }

    internal delegate int Operation(int value);

    internal static class NewObject
    {
        internal static object Run()
        {
            return new object();
        }
    }

    internal static class NewArray
    {
        internal static byte[] Run(int length)
        {
            return new byte[length];
        }
    }

    internal static class Box
    {
        internal static object Run(int value)
        {
            return value;
        }
    }

    internal static class StringLiteral
    {
        internal static string Run()
        {
            return "text";
        }
    }

    internal static class StructLocal
    {
        internal static int Run(int value)
        {
            Pair pair = default;
            pair.First = value;
            return pair.First;
        }
    }

    internal static class StructParameter
    {
        internal static int Run(Pair pair)
        {
            return pair.First;
        }
    }

    internal static class StructElement
    {
        internal static void Run(Pair[] pairs)
        {
            pairs[0] = pairs[1];
        }
    }

    internal static class DelegateCreation
    {
        private static Operation s_operation;

        internal static void Run()
        {
            s_operation = Same;
        }

        internal static void Clear()
        {
            s_operation = null;
        }

        internal static bool IsSet()
        {
            return s_operation != null;
        }

        private static int Same(int value)
        {
            return value;
        }
    }

    internal static class DelegateCall
    {
        internal static int Run(Operation operation)
        {
            return operation(1);
        }
    }

    internal static class ForeignCall
    {
        internal static string Run(object value)
        {
            return value.ToString();
        }
    }

    // Only the override behind the call breaks the rule.
    internal abstract class Sink
    {
        internal abstract void Take();
    }

    internal sealed class WastefulSink : Sink
    {
        internal byte[] Bytes = new byte[0];

        internal override void Take()
        {
            Bytes = new byte[1];
        }
    }

    internal static class BehindAVirtualCall
    {
        internal static void Run(Sink sink)
        {
            sink.Take();
        }
    }

    internal interface ISink
    {
        void Take();
    }

    internal sealed class ExplicitSink : ISink
    {
        internal byte[] Bytes = new byte[0];

        void ISink.Take()
        {
            Bytes = new byte[1];
        }
    }

    internal static class BehindAnInterface
    {
        internal static void Run(ISink sink)
        {
            sink.Take();
        }
    }

    // A throw among other things is no excuse.
    internal static class ThrowingInline
    {
        internal static int Run(int value)
        {
            if (value < 0)
            {
                throw new ArgumentException();
            }

            return value;
        }
    }

    internal static class Harmless
    {
        internal static int Run(byte[] bytes, int value)
        {
            if (value < 0)
            {
                Throw();
            }

            Array.Copy(bytes, 0, bytes, 1, value);
            return BitConverter.ToUInt16(bytes, 0);
        }

        private static void Throw()
        {
            throw new ArgumentException("value");
        }
    }
}
