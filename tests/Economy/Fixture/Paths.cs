// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace EconomyFixture
{
    /// <summary>Methods whose way depends on their argument.</summary>
    internal sealed class Paths
    {
        // 3 to the branch, then 2; or 3 and 4.
        internal int Branch(int value)
        {
            if (value > 10)
            {
                return 1;
            }

            return value + 2;
        }

        // 3 to get going; 4 for the body, 4 for the step and 3 for the test in each round, 3 for the last test; 2 at the end.
        internal int Loop(int value)
        {
            int sum = 0;
            for (int i = 0; i < value; i++)
            {
                sum += i;
            }

            return sum;
        }

        internal int Throw(int value)
        {
            int x = 0;
            try
            {
                if (value > 0)
                {
                    throw new Exception();
                }

                x = 1;
            }
            catch (Exception)
            {
                x = 2;
            }
            finally
            {
                x += 10;
            }

            return x;
        }
    }
}
