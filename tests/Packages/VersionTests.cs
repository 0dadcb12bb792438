// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.Packages;

/// <summary>Every copy of the sources builds, and says which version it is as well as its history allows.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class VersionTests : IDisposable
{
    private const string Project = "stack/NanoTcp.Dns/NanoTcp.Dns.csproj";
    private const int Commits = 3;

    private static readonly string[] s_whatTheVersionNeeds =
        ["version.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "packaging/Version.props", "packaging/Package.props", "packaging/Package.targets", "stack/Directory.Build.props", Project];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanotcp-version-");

    private string Copy => Path.Combine(_folder.FullName, "copy");

    [Fact]
    public async Task A_clone_counts_the_commits_since_the_version_was_set()
    {
        Git("clone", MakeRepository(), Copy);

        Assert.Contains($"-alpha.{Commits}", await VersionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_builds_and_counts_nothing()
    {
        Git("clone", "--depth", "1", new Uri(MakeRepository()).AbsoluteUri, Copy);

        Assert.EndsWith("-alpha.0", await VersionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_work_tree_of_a_shallow_clone_builds_and_counts_nothing()
    {
        string clone = Path.Combine(_folder.FullName, "clone");
        Git("clone", "--depth", "1", new Uri(MakeRepository()).AbsoluteUri, clone);
        Git("-C", clone, "worktree", "add", "--detach", Copy);

        Assert.EndsWith("-alpha.0", await VersionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_submodule_builds_and_counts_nothing()
    {
        string repository = new Uri(MakeRepository()).AbsoluteUri;
        Git("init", Copy);
        Git("-C", Copy, "-c", "protocol.file.allow=always", "submodule", "add", "--depth", "1", repository, "NanoTcp");

        Assert.EndsWith("-alpha.0", await VersionAsync("NanoTcp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_without_a_history_builds_and_counts_nothing()
    {
        CopySources(Copy);

        Assert.EndsWith("-alpha.0", await VersionAsync(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // git writes its objects without permission to write.
        foreach (FileInfo file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>A repository with the files that the version comes from, and a few commits on its branch main.</summary>
    private string MakeRepository()
    {
        Needs.Program("git", "git");
        string repository = Path.Combine(_folder.FullName, "repository");
        CopySources(repository);
        Git("init", "--initial-branch", "main", repository);
        Git("-C", repository, "add", ".");
        for (int i = 0; i < Commits; i++)
        {
            Git("-C", repository, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--allow-empty", "--message", "A commit");
        }

        return repository;
    }

    private static void CopySources(string folder)
    {
        foreach (string file in s_whatTheVersionNeeds)
        {
            string target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Repository.Path(file), target);
        }
    }

    private async Task<string> VersionAsync(string below = "")
    {
        BuildResult build = await MSBuild.RunAsync(Path.Combine(Copy, below, Project), "-restore", "-target:GetBuildVersion", "-getProperty:NuGetPackageVersion");
        Assert.True(build.Succeeded, build.Output);
        return build.Output.Trim();
    }

    private static void Git(params string[] arguments)
    {
        using RunningProgram git = RunningProgram.Start("git", arguments);
        git.Wait().Succeeded();
    }
}
