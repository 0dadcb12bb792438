// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace EconomyFixture
{
    /// <summary>One call so many times.</summary>
    internal class Calls
    {
        internal delegate int Operation(int value);

        internal int StaticWith1(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = One(i);
            }

            return x;
        }

        internal int StaticWith4(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = Four(i, i, i, i);
            }

            return x;
        }

        internal int InstanceWith1(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = Instance(i);
            }

            return x;
        }

        internal int VirtualWith1(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = Virtual(i);
            }

            return x;
        }

        internal int DelegateWith1(int times)
        {
            Operation operation = Instance;
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = operation(i);
            }

            return x;
        }

        internal virtual int Virtual(int value)
        {
            return value;
        }

        private static int One(int value)
        {
            return value;
        }

        private static int Four(int first, int second, int third, int fourth)
        {
            return first;
        }

        private int Instance(int value)
        {
            return value;
        }
    }
}
