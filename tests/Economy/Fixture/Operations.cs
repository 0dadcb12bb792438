// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace EconomyFixture
{
    /// <summary>Each does one thing so many times. The cost of one operation is the difference to an empty loop.</summary>
    internal sealed class Operations
    {
        private static readonly int[] s_array = new int[10];
        private static int s_value = 5;

        private readonly int[] _array = new int[10];
        private int _value = 5;

        internal delegate int Operation(int value);

        private int Property { get; } = 5;

        internal int Nothing(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
            }

            return x;
        }

        internal int Constant(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = 5;
            }

            return x;
        }

        internal int Addition(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = i + 3;
            }

            return x;
        }

        internal long LongAddition(int times)
        {
            long x = 0;
            for (int i = 0; i < times; i++)
            {
                x = x + i;
            }

            return x;
        }

        internal int LocalArrayRead(int times)
        {
            int[] array = _array;
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = array[5];
            }

            return x;
        }

        internal int LocalArrayWrite(int times)
        {
            int[] array = _array;
            for (int i = 0; i < times; i++)
            {
                array[5] = i;
            }

            return 0;
        }

        internal int StaticArrayRead(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = s_array[5];
            }

            return x;
        }

        internal int FieldArrayRead(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = _array[5];
            }

            return x;
        }

        internal int FieldRead(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = _value;
            }

            return x;
        }

        internal int FieldWrite(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _value = i;
            }

            return 0;
        }

        internal int StaticFieldRead(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = s_value;
            }

            return x;
        }

        internal int StaticFieldWrite(int times)
        {
            for (int i = 0; i < times; i++)
            {
                s_value = i;
            }

            return 0;
        }

        internal int PropertyRead(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = Property;
            }

            return x;
        }

        internal int DenseSwitch(int times)
        {
            int x = 3;
            for (int i = 0; i < times; i++)
            {
                switch (x)
                {
                    case 0: x = 1; break;
                    case 1: x = 2; break;
                    case 2: x = 4; break;
                    case 3: x = 3; break;
                    case 4: x = 5; break;
                    case 5: x = 6; break;
                    case 6: x = 7; break;
                    case 7: x = 8; break;
                }
            }

            return x;
        }

        internal int BigEndianRead(int times)
        {
            byte[] bytes = new byte[8];
            int at = 2;
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = (bytes[at] << 8) | bytes[at + 1];
            }

            return x;
        }

        internal int BitConverterRead(int times)
        {
            byte[] bytes = new byte[8];
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = BitConverter.ToInt32(bytes, 3);
            }

            return x;
        }

        internal int CopyOf20(int times)
        {
            byte[] from = new byte[20];
            byte[] to = new byte[20];
            for (int i = 0; i < times; i++)
            {
                Array.Copy(from, 0, to, 0, 20);
            }

            return 0;
        }

        internal int CopyOf1460(int times)
        {
            byte[] from = new byte[1460];
            byte[] to = new byte[1460];
            for (int i = 0; i < times; i++)
            {
                Array.Copy(from, 0, to, 0, 1460);
            }

            return 0;
        }

        internal int CopyByHandOf20(int times)
        {
            byte[] from = new byte[20];
            byte[] to = new byte[20];
            for (int i = 0; i < times; i++)
            {
                for (int j = 0; j < 20; j++)
                {
                    to[j] = from[j];
                }
            }

            return 0;
        }
    }
}
