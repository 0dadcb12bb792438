// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace EconomyFixture
{
    internal struct Three
    {
        internal int First;
        internal int Second;
        internal int Third;
    }

    internal sealed class Four
    {
        internal int First;
        internal long Second;
        internal byte Third;
        internal object Fourth;
    }

    /// <summary>One allocation so many times, or none.</summary>
    internal sealed class Allocations
    {
        internal object NewObject(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = new object();
            }

            return x;
        }

        internal object NewObjectOf4Fields(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = new Four();
            }

            return x;
        }

        internal object NewBytes(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = new byte[5];
            }

            return x;
        }

        internal object NewLongs(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = new long[2];
            }

            return x;
        }

        internal object Boxing(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = i;
            }

            return x;
        }

        internal object StringConstant(int times)
        {
            object x = null;
            for (int i = 0; i < times; i++)
            {
                x = "constant";
            }

            return x;
        }

        internal object StructByValue(int times)
        {
            Three three = default;
            three.First = times;
            for (int i = 0; i < times; i++)
            {
                Take(three);
            }

            return null;
        }

        internal object StructByReference(int times)
        {
            Three three = default;
            three.First = times;
            for (int i = 0; i < times; i++)
            {
                Look(ref three);
            }

            return null;
        }

        internal object StructLocal(int times)
        {
            int x = 0;
            for (int i = 0; i < times; i++)
            {
                x = Make(i);
            }

            return x;
        }

        private static void Take(Three three)
        {
        }

        private static void Look(ref Three three)
        {
        }

        private static int Make(int value)
        {
            Three three = default;
            three.First = value;
            return three.First;
        }
    }
}
