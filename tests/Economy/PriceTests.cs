// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Economy;

/// <summary>The meter's prices were measured on nanoFramework's interpreter, without the empty loop.</summary>
public sealed class PriceTests
{
    private const double Tolerance = 0.15;

    [Theory]
    [InlineData("Operations", "Nothing", 7, 347)]
    [InlineData("Operations", "Constant", 2, 86)]
    [InlineData("Operations", "Addition", 4, 180)]
    [InlineData("Operations", "LongAddition", 5, 230)]
    [InlineData("Operations", "LocalArrayRead", 4, 233)]
    [InlineData("Operations", "LocalArrayWrite", 4, 237)]
    [InlineData("Operations", "StaticArrayRead", 4, 337)]
    [InlineData("Operations", "FieldArrayRead", 5, 393)]
    [InlineData("Operations", "FieldRead", 3, 250)]
    [InlineData("Operations", "FieldWrite", 3, 250)]
    [InlineData("Operations", "StaticFieldRead", 2, 190)]
    [InlineData("Operations", "StaticFieldWrite", 2, 190)]
    [InlineData("Operations", "PropertyRead", 6, 710)]
    [InlineData("Operations", "DenseSwitch", 5, 199)]
    [InlineData("Operations", "BigEndianRead", 12, 606)]
    [InlineData("Operations", "BitConverterRead", 4, 782)]
    [InlineData("Operations", "CopyOf20", 6, 930)]
    [InlineData("Operations", "CopyOf1460", 6, 1091)]
    [InlineData("Operations", "CopyByHandOf20", 266, 16_355)]
    [InlineData("Calls", "StaticWith1", 5, 626)]
    [InlineData("Calls", "StaticWith4", 8, 770)]
    [InlineData("Calls", "InstanceWith1", 6, 604)]
    [InlineData("Calls", "VirtualWith1", 6, 847)]
    [InlineData("Calls", "DelegateWith1", 6, 670)]
    [InlineData("Allocations", "NewObject", 3, 882)]
    [InlineData("Allocations", "NewObjectOf4Fields", 6, 2192)]
    [InlineData("Allocations", "Boxing", 3, 579)]
    [InlineData("Allocations", "StringConstant", 2, 378)]
    [InlineData("Allocations", "StructByValue", 3, 1813)]
    [InlineData("Allocations", "StructByReference", 3, 506)]
    [InlineData("Allocations", "StructLocal", 11, 2214)]
    public void An_operation_costs_what_was_measured(string type, string operation, int ops, int instructions)
    {
        EconomyFixture.Cost cost = EconomyFixture.Once(type, operation);

        Assert.Equal(ops, cost.Ops);
        Assert.InRange(cost.Instructions, instructions * (1 - Tolerance), instructions * (1 + Tolerance));
    }

    [Theory]
    [InlineData("Constant", 0)]
    [InlineData("NewObject", 12)]
    [InlineData("NewObjectOf4Fields", 60)]
    [InlineData("NewBytes", 36)]
    [InlineData("NewLongs", 36)]
    [InlineData("Boxing", 24)]
    [InlineData("StringConstant", 12)]
    [InlineData("StructByValue", 48)]
    [InlineData("StructByReference", 0)]
    [InlineData("StructLocal", 48)]
    public void What_is_allocated_goes_by_the_rules_of_the_device(string operation, int bytes)
    {
        EconomyFixture.Cost cost = EconomyFixture.Once(operation == "Constant" ? "Operations" : "Allocations", operation);

        Assert.Equal(bytes, cost.Bytes);
        Assert.Equal(bytes == 0 ? 0 : 1, cost.Objects);
    }
}
