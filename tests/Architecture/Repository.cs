// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Tests.Architecture;

/// <summary>The paths of the sources and of the build. The project of the tests writes them into their assembly.</summary>
internal static class Repository
{
    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>Debug or Release, as the tests themselves.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>A path below the root.</summary>
    public static string Path(params ReadOnlySpan<string> parts)
    {
        return System.IO.Path.Combine([Root, .. parts]);
    }

    /// <summary>The files in some folders of the root and below, relative to the root, with slashes, sorted.</summary>
    public static IEnumerable<string> Find(string pattern, params string[] folders)
    {
        return folders.SelectMany(folder => Directory.EnumerateFiles(Path(folder), pattern, SearchOption.AllDirectories))
            .Select(path => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    private static string Metadata(string key)
    {
        return typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
    }
}
