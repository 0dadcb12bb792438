// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public class Random
{
    public extern Random();

    public extern Random(int seed);

    public extern virtual int Next();

    public extern virtual int Next(int maxValue);

    public extern virtual double NextDouble();

    public extern virtual void NextBytes(byte[] buffer);
}
