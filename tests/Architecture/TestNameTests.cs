// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Tests.Architecture;

/// <summary>The name of a test is a sentence: the rule that it holds.</summary>
public sealed class TestNameTests
{
    private const int FewestWords = 3;

    private static readonly string[] s_conjunctions = ["And", "But", "Nor", "Or", "So", "Then"];
    private static readonly string[] s_unfinished = ["a", "an", "and", "but", "or", "the", "when", "with"];

    public static TheoryData<string> Labels =>
        ["ReceiveOneFrame", "Scan", "Reset_values", "But_it_makes_room", "A_TCP_without_a", "It_is_caught_when", "A_stack_with"];

    [Fact]
    public void The_names_of_all_tests_are_sentences()
    {
        IEnumerable<MethodInfo> tests = typeof(TestNameTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true));

        Assert.Equal([], tests.Where(test => !IsSentence(test.Name)).Select(test => $"{test.DeclaringType!.Name}.{test.Name}").Distinct());
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void A_label_is_no_sentence(string name)
    {
        Assert.False(IsSentence(name));
    }

    private static bool IsSentence(string name)
    {
        string[] words = name.Split('_');
        return words.Length >= FewestWords && !s_conjunctions.Contains(words[0]) && !s_unfinished.Contains(words[^1]);
    }
}
