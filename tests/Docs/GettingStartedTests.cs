// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.Docs;

/// <summary>Does what docs/getting-started.md says, in an empty folder.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class GettingStartedTests : IDisposable
{
    private static readonly string[] s_page = ["docs", "getting-started.md"];
    private static readonly HashSet<string> s_notCopied = ["bin", "obj", "artifacts", ".git"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanotcp-walk-");
    private readonly List<RunningProgram> _programs = [];

    public void Dispose()
    {
        foreach (RunningProgram program in _programs)
        {
            if (!program.HasExited)
            {
                program.Signal(RunningProgram.SigTerm);
                program.Wait();
            }

            program.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Who_follows_the_page_sees_what_it_shows()
    {
        Copy(new DirectoryInfo(Repository.Root), Path.Combine(_folder.FullName, "NanoTcp"));
        RunningProgram? last = null;
        int seen = 0;
        foreach (WalkStep step in WalkPage.Read(s_page))
        {
            switch (step)
            {
                case WalkStep.WriteFile file:
                    string path = Path.Combine(_folder.FullName, file.Path);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, file.Text);
                    break;
                case WalkStep.Run run:
                    last = Start(run.Commands);
                    if (!run.IsBackground)
                    {
                        last.Wait().Succeeded();
                    }

                    break;
                case WalkStep.Expect expected:
                    Array.ForEach(expected.Text.Split('\n'), last!.WaitForText);
                    seen++;
                    break;
            }
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void The_page_takes_the_version_of_xunit_that_is_used_here()
    {
        string versions = File.ReadAllText(Repository.Path("Directory.Packages.props"));
        string page = File.ReadAllText(Repository.Path(s_page));

        int begin = page.IndexOf("\"xunit.v3\"", StringComparison.Ordinal);
        string reference = page[begin..page.IndexOf('/', begin)].Trim();

        Assert.Contains($"<PackageVersion Include={reference} />", versions, StringComparison.Ordinal);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(folder => !s_notCopied.Contains(folder.Name)))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }

    // The commands have a session of their own, so that what they have started ends with them.
    private RunningProgram Start(string commands)
    {
        string script = $$"""
            trap 'trap - TERM; kill -TERM 0' TERM
            export MSBUILDDISABLENODEREUSE=1 no_proxy='*'
            cd '{{_folder.FullName}}'
            (
            set -e
            {{commands}}
            ) &
            wait $!
            """;
        RunningProgram program = RunningProgram.Start("setsid", ["bash", "-c", script]);
        _programs.Add(program);
        return program;
    }
}
