// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.IO.Compression;
using System.Text.RegularExpressions;
using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.Packages;

/// <summary>The packages are packed into a feed of their own, and a project in an empty folder takes them from there, as docs/packages.md says.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class FeedTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanotcp-feed-");

    [Fact]
    public async Task A_program_in_an_empty_folder_takes_the_packages_and_runs()
    {
        // The feed is where nuget.config expects it.
        string feed = Path.Combine(_folder.FullName, "NanoTcp", "artifacts", "packages");
        BuildResult pack = await MSBuild.RunAsync(Repository.Path("packaging", "Packages.proj"), "-restore", "-target:Pack", $"-property:PackageFolder={feed}");
        Assert.True(pack.Succeeded, pack.Output);
        AssertBothBuilds(feed);

        string program = Path.Combine(_folder.FullName, "Hello");
        Directory.CreateDirectory(program);
        string text = await File.ReadAllTextAsync(Repository.Path("docs", "packages.md"), TestContext.Current.CancellationToken);
        MatchCollection files = Regex.Matches(text, @"^```\w+\n(?:// |<!-- )(\S+)(?: -->)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(["nuget.config", "Hello.csproj", "Program.cs"], files.Select(file => file.Groups[1].Value));
        foreach (Match file in files)
        {
            await File.WriteAllTextAsync(Path.Combine(program, file.Groups[1].Value), file.Groups[2].Value, TestContext.Current.CancellationToken);
        }

        // A cache of its own: the machine's may have packages of the same version from before.
        using RunningProgram run = RunningProgram.Start(
            HostSimProgram.Dotnet, ["run", "--project", program, $"-property:RestorePackagesPath={Path.Combine(_folder.FullName, "cache")}"]);
        string output = run.Wait().Succeeded().Text;
        Assert.Equal(Regex.Match(text, "`dotnet run` prints `(.*?)`").Groups[1].Value, output.Trim());
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
    }

    private static void AssertBothBuilds(string feed)
    {
        foreach (string id in PackageDescription.Names.Select(name => PackageDescription.Load(name).Id))
        {
            string file = Assert.Single(Directory.GetFiles(feed, $"{id}.*.nupkg"), path => Regex.IsMatch(Path.GetFileName(path), $@"^{Regex.Escape(id)}\.\d"));
            using ZipArchive package = ZipFile.OpenRead(file);
            Assert.Superset(
                new HashSet<string>(
                [
                    "icon.png", "LICENSE", "README.md",
                    $"lib/netnano1.0/{id}.dll", $"lib/netnano1.0/{id}.pdb", $"lib/netnano1.0/{id}.xml",
                    $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.pdb", $"lib/net10.0/{id}.xml",
                ]),
                package.Entries.Select(entry => entry.FullName).ToHashSet());
        }
    }
}
