// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace Refused
{
    internal sealed class GenericType<T>
    {
    }

    internal static class GenericMethod
    {
        internal static void Run<T>()
        {
        }
    }

    internal static class GenericUse
    {
        internal static object Run()
        {
            return new GenericType<object>();
        }
    }

    // The CoreLibrary has Action<T>, Func<T> and EventHandler<T>, so the compiler accepts them.
    internal class GenericField
    {
        internal System.EventHandler<System.EventArgs> Raised = null;
    }

    internal static class GenericParameter
    {
        internal static void Run(System.Action<int> action)
        {
        }
    }

    internal static class GenericResult
    {
        internal static System.Func<int, bool> Run()
        {
            return null;
        }
    }

    internal static class GenericLambda
    {
        internal static void Run(int[] numbers)
        {
            System.Func<int> first = () => numbers[0];
            numbers[1] = first();
        }
    }

    internal static class MultiDimensionalArray
    {
        internal static int Run(int[,] table)
        {
            return table[0, 0];
        }
    }

    internal interface DefaultInterfaceMethod
    {
        int Run()
        {
            return 1;
        }
    }

    internal static unsafe class StackAllocation
    {
        internal static void Run(int count)
        {
            byte* bytes = stackalloc byte[count];
            *bytes = 1;
        }
    }

    internal static unsafe class Fixed
    {
        internal static void Run(byte[] bytes)
        {
            fixed (byte* first = bytes)
            {
                *first = 1;
            }
        }
    }

    internal static unsafe class FunctionPointer
    {
        internal static void Run(delegate*<int, void> function)
        {
            function(1);
        }
    }

    internal static class Checked
    {
        internal static byte Run(int value)
        {
            return checked((byte)value);
        }
    }

    internal static class NulInALiteral
    {
        internal static string Run()
        {
            return "ab\0\0";
        }
    }

    internal static class NulInAConstant
    {
        internal const string Filled = "ab\0";
    }

    internal static class NulInADefault
    {
        internal static string Run(string text = "\0")
        {
            return text;
        }
    }

    // A character is a number, and the arguments of attributes never reach the device.
    [Described("\0")]
    internal static class NulElsewhere
    {
        internal const char End = '\0';

        internal static bool Run(string text)
        {
            return text[0] == End;
        }
    }

    internal sealed class DescribedAttribute : System.Attribute
    {
        internal readonly string Text;

        public DescribedAttribute(string text)
        {
            Text = text;
        }
    }

    internal enum Colour
    {
        Red,
    }

    internal static class EnumText
    {
        internal static string Run(Colour colour)
        {
            return colour.ToString();
        }
    }

    internal static class EnumInText
    {
        internal static string Run(Colour colour)
        {
            return "It is " + colour;
        }
    }

    internal static class NumberOfAnEnum
    {
        internal static string Run(Colour colour)
        {
            return ((int)colour).ToString();
        }
    }

    internal struct Pair
    {
        internal int First;
    }

    internal static class DuplicatedStruct
    {
        private static Pair s_one;
        private static Pair s_other;

        internal static int Run(Pair[] pairs)
        {
            pairs[0].First = 1;
            s_one = s_other = pairs[0];
            return s_one.First + s_other.First;
        }
    }

    internal class Base
    {
        internal virtual int Run(int value)
        {
            return value;
        }
    }

    internal sealed class HiddenVirtual : Base
    {
        internal new int Run(int value)
        {
            return value + 1;
        }
    }

    internal static class Table
    {
        internal static readonly byte[] s_table = new byte[4];

        internal static int Size()
        {
            return s_table.Length;
        }
    }

    internal static class StaticOfAnotherType
    {
        internal static readonly int s_direct = Table.s_table.Length;
    }

    internal static class StaticBehindACall
    {
        internal static readonly int s_indirect = Table.Size();
    }
}
