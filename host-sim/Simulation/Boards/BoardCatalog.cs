// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Simulation.Boards;

/// <summary>All boards: every class of the boards' assembly, so that a new board needs no entry in a list.</summary>
public static class BoardCatalog
{
    /// <summary>The board that is simulated when none is named.</summary>
    public const string DefaultId = "esp32-devkitc-w5500";

    /// <summary>The names of the boards on the command line.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. CreateAll().Select(board => board.Id)];

    /// <summary>A new object for each board, by id.</summary>
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
