// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Native;

public class Power
{
    public static extern void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot);

    public static extern void RebootDevice(int exeConstraintTimeout, RebootOption rebootOption = RebootOption.NormalReboot);

    public extern Power();

    public static extern event RebootEventHandler OnRebootEvent;
}
