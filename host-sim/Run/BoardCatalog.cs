// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using NanoTcp.Boards;

namespace NanoTcp.HostSim.Run;

/// <summary>The boards that there are: every class of the boards' assembly, so that a new one needs no entry in a list.</summary>
internal static class BoardCatalog
{
    /// <summary>The board that is simulated when none is named.</summary>
    public const string DefaultId = "esp32-devkitc-w5500";

    /// <summary>A new object for each board, by id.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The project file keeps the boards' assembly whole.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The project file keeps the boards' assembly whole.")]
    public static Board[] CreateAll()
    {
        return [.. typeof(Board).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Board)) && !type.IsAbstract)
            .Select(type => (Board)Activator.CreateInstance(type)!)
            .OrderBy(board => board.Id, StringComparer.Ordinal)];
    }

    /// <summary>The board of this id, or null.</summary>
    public static Board? Find(string id)
    {
        return Array.Find(CreateAll(), board => board.Id == id);
    }
}
