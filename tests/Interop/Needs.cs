// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>
/// The requirements of a test on its machine. If one is missing, the test is skipped with the reason. It fails instead if the environment variable
/// NANOTCP_REQUIRE_INTEROP is 1, so that a machine that should run everything cannot pass by running nothing.
/// </summary>
internal static class Needs
{
    public const string RequireVariable = "NANOTCP_REQUIRE_INTEROP";

    /// <summary>The Python that has the modules of Debian's packages, whatever else is on the path.</summary>
    public const string DebianPython = "/usr/bin/python3";

    private static readonly Lazy<string?> s_rootProblem = new(FindRootProblem);

    /// <summary>The privilege to make network namespaces and TAP interfaces.</summary>
    public static void Root()
    {
        if (s_rootProblem.Value is { } problem)
        {
            Refuse($"needs network namespaces and TAP interfaces, which take root on Linux ({problem}): run \"sudo dotnet test\"");
        }
    }

    /// <summary>Signals that a process gets from another one.</summary>
    public static void Signals()
    {
        if (OperatingSystem.IsWindows())
        {
            Refuse("needs signals, which Windows does not have");
        }
    }

    /// <summary>The signal of Ctrl-C. A shell makes its background jobs, and all that they start, ignore it.</summary>
    public static void CtrlC()
    {
        Signals();
        const string ignored = "SigIgn:";
        string? line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(ignored, StringComparison.Ordinal))
            : null;
        if (line != null && (Convert.ToUInt64(line[ignored.Length..].Trim(), 16) & (1UL << (RunningProgram.SigInt - 1))) != 0)
        {
            Refuse("needs SIGINT, which is ignored here: run the tests in the foreground");
        }
    }

    /// <summary>A program on the path.</summary>
    public static void Program(string name, string debianPackage)
    {
        if (FindProgram(name) == null)
        {
            Refuse($"needs the program {name}: run \"sudo apt-get install {debianPackage}\"");
        }
    }

    public static void Curl()
    {
        Program("curl", "curl");
    }

    public static void Chrony()
    {
        Program("chronyd", "chrony");
    }

    public static void Arping()
    {
        Program("arping", "iputils-arping");
    }

    public static void Netcat()
    {
        Program("nc", "netcat-openbsd");
    }

    public static void Socat()
    {
        Program("socat", "socat");
    }

    public static void Python()
    {
        Program("python3", "python3");
    }

    public static void Ping()
    {
        Program("ping", "iputils-ping");
    }

    public static void Tshark()
    {
        Program("tshark", "tshark");
        Program("capinfos", "tshark");
    }

    /// <summary>The module zeroconf of Debian's Python.</summary>
    public static void Zeroconf()
    {
        if (!File.Exists(DebianPython) || !File.Exists("/usr/lib/python3/dist-packages/zeroconf/__init__.py"))
        {
            Refuse("needs the module zeroconf of Python: run \"sudo apt-get install python3-zeroconf\"");
        }
    }

    /// <summary>Something else is missing, which the reason names: "needs …".</summary>
    public static void Refuse(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequireVariable) == "1")
        {
            Assert.Fail($"{RequireVariable} is set, but this test {reason}.");
        }

        Assert.Skip(reason);
    }

    private static string? FindProgram(string name)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static string? FindRootProblem()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "this is another system";
        }

        if (FindProgram("ip") == null)
        {
            return "the program ip is missing";
        }

        try
        {
            using FileStream tun = new("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }

        // A trial shows whether the privilege exists, for whatever reason it may be missing.
        string trial = NetworkNamespace.NewName();
        try
        {
            Ip("netns", "add", trial);
            Ip("-n", trial, "tuntap", "add", "dev", "nano0", "mode", "tap");
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
        finally
        {
            if (File.Exists($"/run/netns/{trial}"))
            {
                Ip("netns", "delete", trial);
            }
        }

        return null;
    }

    private static void Ip(params string[] arguments)
    {
        using RunningProgram ip = RunningProgram.Start("ip", arguments);
        ip.EndInput();
        ProgramResult result = ip.Wait();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.ErrorText.Trim());
        }
    }
}
