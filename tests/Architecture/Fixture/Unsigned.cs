// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace Unsigned
{
    internal enum Flags : uint
    {
        None,
        High = 0x80000000,
    }

    // On the device (int)0xFEDCBA98u >> 4 is 267242409.
    internal static class Shifted
    {
        internal static int Run(uint value)
        {
            return (int)value >> 4;
        }
    }

    internal static class Divided
    {
        internal static int Run(uint value)
        {
            return (int)value / 3;
        }
    }

    internal static class Remainder
    {
        internal static long Run(ulong value)
        {
            return (long)value % 3;
        }
    }

    internal static class Widened
    {
        internal static long Run(uint value)
        {
            return (int)value;
        }
    }

    internal static class MadeAFraction
    {
        internal static double Run(uint value)
        {
            return (int)value;
        }
    }

    // The left operand decides.
    internal static class ThroughArithmetic
    {
        internal static int Run(uint value, int other)
        {
            return -(((int)value + other) * 3 & ~other) >> 1;
        }
    }

    // A uint that is widened to a long is still unsigned.
    internal static class DifferenceOfWidened
    {
        internal static long Run(uint one, uint other)
        {
            return ((long)one - other) >> 1;
        }
    }

    internal static class FromAField
    {
        internal static uint s_value = 1;

        internal static int Run()
        {
            return (int)s_value >> 1;
        }
    }

    internal static class FromAnArray
    {
        internal static long Run(ulong[] values)
        {
            return (long)values[0] >> 1;
        }
    }

    internal static class FromAnEnum
    {
        internal static int Run(Flags flags)
        {
            return (int)flags >> 1;
        }
    }

    internal static class FromOneBranch
    {
        internal static int Run(uint value, int other)
        {
            return (other > 0 ? other : (int)value) >> 1;
        }
    }

    internal static class ThroughAnArgument
    {
        internal static int Run(int value)
        {
            return value >> 1;
        }

        internal static int Pass(uint value)
        {
            return Run((int)value);
        }
    }

    // A value assigned to an argument takes the type of the argument's cell.
    internal static class AssignedToAnArgument
    {
        internal static int Run(int value, bool again)
        {
            if (again)
            {
                value = 1;
            }

            return value >> 1;
        }

        internal static int Pass(uint value)
        {
            return Run((int)value, true);
        }
    }

    internal static class ThroughAResult
    {
        internal static int Run(uint value)
        {
            return Same(value) >> 1;
        }

        private static int Same(uint value)
        {
            return (int)value;
        }
    }

    internal abstract class Source
    {
        internal abstract int Get(uint value);
    }

    internal sealed class SameSource : Source
    {
        internal override int Get(uint value)
        {
            return (int)value;
        }
    }

    internal static class ThroughAnOverride
    {
        internal static int Run(Source source)
        {
            return source.Get(1) >> 1;
        }
    }

    internal static class StoredByReference
    {
        internal static void Run(uint value, out int result)
        {
            result = (int)value;
        }
    }

    // The compiler needs no local for this: it duplicates the cell.
    internal static class ThroughALocalThatIsNone
    {
        internal static int Run(uint value)
        {
            int local = (int)value;
            return local + (local >> 1);
        }
    }

    internal static class ThroughALocal
    {
        internal static int Run(uint value, int count)
        {
            int local = (int)value;
            for (; count > 0; count--)
            {
                local >>= 1;
            }

            return local;
        }
    }

    internal static class ThroughAFieldAndAnArray
    {
        private static readonly int[] s_values = new int[1];
        private static int s_value;

        internal static int Run(uint value)
        {
            s_values[0] = (int)value;
            s_value = (int)value;
            return (s_values[0] >> 1) + s_value / 3;
        }
    }

    internal static class ThroughAConversion
    {
        internal static int Run(uint value)
        {
            return ((int)(long)value >> 1) + ((short)value >> 1) + ((byte)value % 3);
        }
    }

    internal static class ShiftedUnsigned
    {
        internal static int Run(uint value, ulong wide)
        {
            return (int)(value >> 1) + (int)(wide / 3) + (int)(wide % value);
        }
    }

    internal static class Compared
    {
        internal static bool Run(uint value)
        {
            return (int)value < 0;
        }
    }

    internal static class SignedByReference
    {
        internal static void Run(uint value, out int result, out uint same)
        {
            int local = (int)value;
            result = local - (local >> 1);
            same = value;
        }
    }

    internal static class SmallArrays
    {
        internal static long Run(byte[] bytes, long[] values)
        {
            return (bytes[0] >> 1) + (values[0] >> 1) + values.Length / 2;
        }
    }
}
