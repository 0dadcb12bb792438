// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoTcp.Tests.Interop;

/// <summary>A program that a test has started. It is gone when this is disposed.</summary>
internal sealed class RunningProgram : IDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigStop = 19;

    /// <summary>After this time a program counts as hung. It is so long that no machine is too busy for it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly OutputReader _output;
    private readonly OutputReader _errors;
    private bool _disposed;

    private RunningProgram(Process process, string commandLine)
    {
        _process = process;
        _commandLine = commandLine;
        _output = new OutputReader(process.StandardOutput.BaseStream);
        _errors = new OutputReader(process.StandardError.BaseStream);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The output so far.</summary>
    public string Text => _output.Text;

    /// <summary>Its standard error so far.</summary>
    public string ErrorText => _errors.Text;

    public static RunningProgram Start(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new RunningProgram(Process.Start(start)!, $"{program} {string.Join(' ', arguments)}");
    }

    /// <summary>Writes to its standard input, which stays open.</summary>
    public void Write(byte[] data)
    {
        Stream input = _process.StandardInput.BaseStream;
        Task written = Task.Run(() =>
        {
            input.Write(data);
            input.Flush();
        });
        Assert.True(written.Wait(Limit), $"{_commandLine} does not take its input.");
    }

    public void Write(string text)
    {
        Write(Encoding.ASCII.GetBytes(text));
    }

    public void EndInput()
    {
        _process.StandardInput.Close();
    }

    /// <summary>Asserts that the text appears in its output within the time.</summary>
    public void WaitForText(string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        bool found = _output.WaitFor(bytes => bytes.AsSpan().IndexOf(wanted) >= 0, Limit);
        Assert.True(found, $"{_commandLine} did not write \"{text}\", but:\n{_output.Text}\n{_errors.Text}");
    }

    /// <summary>The same for its standard error.</summary>
    public void WaitForErrorText(string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        bool found = _errors.WaitFor(bytes => bytes.AsSpan().IndexOf(wanted) >= 0, Limit);
        Assert.True(found, $"{_commandLine} did not say \"{text}\", but:\n{_errors.Text}");
    }

    /// <summary>Waits for the next line of its output.</summary>
    public string TakeLine()
    {
        string? line = _output.TakeLine(Limit);
        Assert.True(line != null, $"{_commandLine} writes no further line. It said:\n{_errors.Text}");
        return line;
    }

    /// <summary>Waits until it has written so many bytes.</summary>
    public byte[] WaitForBytes(int count)
    {
        bool found = _output.WaitFor(bytes => bytes.Length >= count, Limit);
        Assert.True(found, $"{_commandLine} wrote {_output.Bytes.Length} of {count} bytes.\n{_errors.Text}");
        return _output.Bytes;
    }

    /// <summary>Waits until it ends.</summary>
    public ProgramResult Wait()
    {
        bool ended = _process.WaitForExit(Limit) && _output.WaitForEnd(Limit) && _errors.WaitForEnd(Limit);
        Assert.True(ended, $"{_commandLine} does not end. It wrote:\n{_output.Text}\n{_errors.Text}");
        return new ProgramResult(_commandLine, _process.ExitCode, _output.Bytes, _errors.Text);
    }

    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
