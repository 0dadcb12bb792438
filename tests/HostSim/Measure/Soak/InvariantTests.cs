// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Each invariant can fail: the soak catches a stack or an application that breaks it.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class InvariantTests
{
    private const int Seeds = 100;

    private static readonly Dictionary<string, (SoakInvariant Caught, Func<Sabotage> Create)> s_sabotages = new()
    {
        ["a byte is delivered that was not sent"] = (SoakInvariant.Prefix, () => new Sabotages.SpoilsReceivedText()),
        ["a FIN is sent before the application has closed"] = (SoakInvariant.EndOfStream, () => new Sabotages.SendsFinEarly()),
        ["an end of stream is delivered that was not sent"] = (SoakInvariant.EndOfStream, () => new Sabotages.ReceivesFinEarly()),
        ["a connection is reset that nobody has reset"] = (SoakInvariant.Error, () => new Sabotages.ReceivesReset()),
        ["a connection is never closed"] = (SoakInvariant.Deadline, () => new Sabotages.KeepsConnections()),
        ["a connection that has ended is kept"] = (SoakInvariant.Leak, () => new Sabotages.KeepsEndedConnections()),
        ["the window is taken back"] = (SoakInvariant.WindowEdge, () => new Sabotages.TakesWindowBack()),
        ["the other end's window is not respected"] = (SoakInvariant.BeyondWindow, () => new Sabotages.IgnoresWindow()),
        ["sequence numbers have a gap"] = (SoakInvariant.Sequence, () => new Sabotages.LeavesGap()),
        ["a byte is sent that was not written"] = (SoakInvariant.Content, () => new Sabotages.SpoilsSentText()),
        ["what has not arrived is acknowledged"] = (SoakInvariant.Acknowledgment, () => new Sabotages.AcknowledgesTooMuch()),
        ["an acknowledgment goes back"] = (SoakInvariant.Acknowledgment, () => new Sabotages.AcknowledgesTooLittle()),
        ["what has not arrived is acknowledged selectively"] = (SoakInvariant.SelectiveAcknowledgment, () => new Sabotages.AcknowledgesTooMuchSelectively()),
        ["a timestamp is echoed that has not arrived"] = (SoakInvariant.Timestamp, () => new Sabotages.EchoesWrongTimestamp()),
        ["urgent text seems to end too late"] = (SoakInvariant.Urgent, () => new Sabotages.ShiftsUrgentPointer()),
        ["the other end's segment size is not respected"] = (SoakInvariant.SegmentSize, () => new Sabotages.IgnoresSegmentSize()),
        ["an RST is answered with an RST"] = (SoakInvariant.ResetAnswered, () => new Sabotages.AnswersReset()),
        ["a checksum is wrong"] = (SoakInvariant.Checksum, () => new Sabotages.SpoilsChecksum()),
        ["a checksum of 0 is sent as 65535"] = (SoakInvariant.Checksum, () => new Sabotages.SendsChecksumOfOnes()),
        ["a segment is sent for no connection"] = (SoakInvariant.NoConnection, () => new Sabotages.SendsFromNowhere()),
        ["a poll allocates"] = (SoakInvariant.Allocation, () => new Sabotages.Allocates()),
        ["a stack announces its next poll too late"] = (SoakInvariant.EarlyWork, () => new Sabotages.AnnouncesLate()),
        ["a stack takes its clock of coarse steps for an exact one"] = (SoakInvariant.EarlyTimer, () => new Sabotages.TakesClockForExact()),
        ["a stack always wants to be polled at once"] = (SoakInvariant.Spin, () => new Sabotages.NeverRests()),
        ["text is never taken"] = (SoakInvariant.Stall, () => new Sabotages.TakesNoText()),
        ["a poll throws"] = (SoakInvariant.Exception, () => new Sabotages.Throws()),
        ["two boards keep one name"] = (SoakInvariant.Unique, () => new ServiceSabotages.HearsNoOtherName()),
        ["a visitor does not reach the board"] = (SoakInvariant.Served, () => new Sabotages.KeepsVisitorsOut()),
    };

    public static TheoryData<string> Names => [.. s_sabotages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_violation_of_each_invariant_is_caught(string name)
    {
        (SoakInvariant caught, Func<Sabotage> create) = s_sabotages[name];
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            if (SoakSeed.Run(seed, null, create()).Violation?.Invariant == caught)
            {
                return;
            }
        }

        Assert.Fail($"{caught} was not violated in {Seeds} seeds");
    }

    [Fact]
    public void Every_invariant_has_its_proof()
    {
        Assert.Equal(Enum.GetValues<SoakInvariant>(), s_sabotages.Values.Select(sabotage => sabotage.Caught).Distinct().Order());
    }
}
