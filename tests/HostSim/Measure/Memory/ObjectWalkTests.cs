// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Memory;

namespace NanoTcp.Tests.HostSim.Measure.Memory;

public class ObjectWalkTests
{
    private readonly ObjectWalk _walk = new([typeof(ObjectWalkTests).Assembly], (value, part) => value is Tenant ? "tenants" : null);

    [Fact]
    public void Everything_that_a_root_keeps_alive_belongs_to_its_part()
    {
        Node root = new() { Next = new Node { Next = new byte[5] } };
        _walk.AddRoot(root, "house");
        Assert.Equal(24 + 24 + 36, Bytes("house"));
        Assert.Equal(3, _walk.Counted.Count);
    }

    [Fact]
    public void A_type_that_names_a_part_begins_it()
    {
        Node root = new() { Next = new Tenant { Next = new Node() } };
        _walk.AddRoot(root, "house");
        Assert.Equal(24, Bytes("house"));
        Assert.Equal(24 + 24, Bytes("tenants"));
    }

    [Fact]
    public void An_object_that_two_refer_to_counts_once_and_for_the_first()
    {
        Node shared = new();
        _walk.AddRoot(new Node { Next = shared }, "first");
        _walk.AddRoot(new Node { Next = shared }, "second");
        Assert.Equal(24 + 24, Bytes("first"));
        Assert.Equal(24, Bytes("second"));
    }

    [Fact]
    public void A_circle_ends()
    {
        Node one = new();
        one.Next = new Node { Next = one };
        _walk.AddRoot(one, "house");
        Assert.Equal(48, Bytes("house"));
    }

    [Fact]
    public void An_array_leads_to_its_elements_and_a_delegate_to_its_object()
    {
        Node target = new();
        _walk.AddRoot(new Action?[] { target.Call, null }, "house");
        Assert.Equal(48 + 36 + 24, Bytes("house"));
    }

    [Fact]
    public void What_other_assemblies_make_is_the_platforms_and_ends_the_walk()
    {
        _walk.AddRoot(new Node { Next = new List<Node> { new() } }, "house");
        Assert.Equal(24, Bytes("house"));
    }

    private int Bytes(string part)
    {
        return _walk.Counted.Where(counted => counted.Part == part).Sum(counted => counted.Bytes);
    }

    private class Node
    {
        public object? Next;

        public void Call()
        {
        }
    }

    private sealed class Tenant : Node;
}
