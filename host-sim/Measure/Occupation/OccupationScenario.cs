// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Occupation;

/// <summary>A way to occupy the board while a visitor asks it.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Input">The description for users.</param>
/// <param name="Occupy">Adds the occupying clients to a world.</param>
/// <param name="OccupiersVisit">Whether the answers to the occupying clients themselves count.</param>
internal sealed record OccupationScenario(string Name, string Input, Action<OccupationWorld> Occupy, bool OccupiersVisit = false)
{
    /// <summary>How long it lasts, in milliseconds.</summary>
    public const int Duration = 180_000;

    private const int VisitPeriod = 5000;

    // The occupiers come first.
    private const int FirstVisit = 1000;

    /// <summary>Runs it for three minutes, with a visit every five seconds.</summary>
    public OccupationResult Run()
    {
        return Run(Duration);
    }

    /// <summary>The same for so many milliseconds.</summary>
    public OccupationResult Run(int duration)
    {
        OccupationWorld world = new();
        Occupy(world);
        if (!OccupiersVisit)
        {
            _ = new Visitor(world.Visitors, VisitPeriod, false, FirstVisit);
        }

        // The last visits end.
        world.Nodes.Run(duration + Visitor.Patience);
        return new OccupationResult(world.Results);
    }
}
