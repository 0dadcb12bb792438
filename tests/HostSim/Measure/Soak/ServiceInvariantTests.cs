// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Each rule for boards with services can fail: the soak catches a board that breaks it, and its seed shows that again.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class ServiceInvariantTests
{
    private const ulong Every = 20;
    private const ulong First = 7;
    private const int Networks = 20;

    private static readonly Dictionary<string, (SoakInvariant Caught, string Says, Func<Sabotage> Create)> s_sabotages = new()
    {
        ["a datagram is delivered that was not sent"] = (SoakInvariant.Content, "not what was sent", () => new ServiceSabotages.SpoilsDatagram()),
        ["a datagram is sent three times"] = (SoakInvariant.Content, "delivered 3 times", () => new ServiceSabotages.SendsDatagramThrice()),
        ["a name is answered wrongly"] = (SoakInvariant.Content, "another address", () => new ServiceSabotages.AnswersNameWrongly()),
        ["a lease is never renewed"] = (SoakInvariant.Served, "lost its lease", () => new ServiceSabotages.NeverRenews()),
        ["no lease is taken"] = (SoakInvariant.Served, "has no lease", () => new ServiceSabotages.HearsNoDhcpServer()),
        ["the time is never told"] = (SoakInvariant.Served, "the time", () => new ServiceSabotages.HearsNoTimeServer()),
        ["no link-local address is taken"] = (SoakInvariant.Served, "no link-local address", () => new ServiceSabotages.HasNoLinkLocalAddress()),
        ["nobody is reached by a link-local address"] = (SoakInvariant.Served, "does not hear", () => new ServiceSabotages.IsUnreachableByLinkLocalAddress()),
        ["two boards keep one address"] = (SoakInvariant.Unique, "two boards are 169.254.238.250", () => new ServiceSabotages.SeesNoConflict()),
        ["two boards keep one name"] = (SoakInvariant.Unique, "two boards are board", () => new ServiceSabotages.HearsNoOtherName()),
        ["a listener is never closed"] = (SoakInvariant.Leak, "a listener", () => new ServiceSabotages.KeepsListener()),
        ["a checksum is wrong"] = (SoakInvariant.Checksum, "checksum", () => new ServiceSabotages.SpoilsChecksum()),
        ["a poll allocates"] = (SoakInvariant.Allocation, "allocated", () => new ServiceSabotages.Allocates()),
        ["a poll throws"] = (SoakInvariant.Exception, "on purpose", () => new ServiceSabotages.Throws()),
    };

    public static TheoryData<string> Names => [.. s_sabotages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_violation_of_each_rule_is_caught_and_its_seed_shows_it_again(string name)
    {
        (SoakInvariant caught, string says, Func<Sabotage> create) = s_sabotages[name];
        for (ulong seed = First; seed < First + Every * Networks; seed += Every)
        {
            SoakResult found = SoakSeed.Run(seed, null, create());
            if (found.Violation?.Invariant == caught && found.Violation.Message.Contains(says, StringComparison.Ordinal))
            {
                List<string> trace = [];
                SoakResult again = SoakSeed.Run(found.Seed, trace.Add, create());
                Assert.Equal((found.Hash, found.Violation.Invariant), (again.Hash, again.Violation!.Invariant));
                Assert.Equal(Summary(found), Summary(again));
                Assert.Contains("boards with services:", trace);
                return;
            }
        }

        Assert.Fail($"{caught} was not violated in {Networks} networks");
    }

    /// <summary>The message without the stack of an exception.</summary>
    private static string Summary(SoakResult result)
    {
        return result.Violation!.Message.Split('\n')[0];
    }
}
