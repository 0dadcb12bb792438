// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using System.Reflection;
using nano::NanoTcp.Sockets;
using NanoTcp.BoardSockets;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Run;

/// <summary>
/// A program on a simulated board. It runs on the calling thread as a .NET program does: its process ends when its Main has returned and its other threads
/// have ended, or when it is asked to end. So what has to be done at the end is done when the process exits.
/// </summary>
internal sealed class AppRun
{
    private const int Failed = 1;

    /// <summary>How long the end waits for what closed connections have to send, in milliseconds.</summary>
    private const int LongestClosing = 10_000;

    private readonly Lock _ending = new();
    private readonly BoardRun _run;
    private readonly LiveLoop _loop;
    private readonly PumpThreads _threads;
    private bool _isAborted;
    private bool _hasEnded;

    private AppRun(BoardRun run)
    {
        _run = run;
        _loop = new LiveLoop(run, (TimelessBoard)run.Board, End);
        _threads = new PumpThreads(_loop);
    }

    /// <summary>Runs a program.</summary>
    /// <param name="run">The board and the other end of its cable. They end with the process.</param>
    /// <param name="host">What the program's sockets stand on.</param>
    /// <param name="entry">The program's entry point.</param>
    /// <returns>The exit status: what Main has returned, or 0.</returns>
    public static int Run(BoardRun run, SocketHost host, MethodInfo entry)
    {
        AppRun app = new(run);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => app.CleanUp();
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => app.Fail((Exception)unhandled.ExceptionObject);
        SocketNetwork network = new(host.Network, app._threads, host.Resolver);
        network.Use();
        app._threads.Start().IsBackground = true;
        AddressWait.For(network, Timeout.Infinite);
        try
        {
            object?[] arguments = entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            return entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null) is int status ? status : 0;
        }
        catch (Exception failure)
        {
            app.Fail(failure);
            throw;
        }
    }

    // With its stack trace: it is the program's author who reads it.
    private void Fail(Exception failure)
    {
        _isAborted = true;
        Console.Error.WriteLine($"The program has failed: {failure}");
        Environment.Exit(Failed);
    }

    private void End(Exception? failure)
    {
        _isAborted = true;
        if (failure != null)
        {
            string sentence = failure is IOException ? failure.Message : _run.Board.Report.Ending(failure).Message;
            Console.Error.WriteLine(sentence);
        }

        Environment.Exit(failure == null ? 0 : Failed);
    }

    private void CleanUp()
    {
        lock (_ending)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;

            _threads.Enter();
            if (!_isAborted)
            {
                FinishClosing();
            }

            // From now on no thread polls.
            _loop.Stop();
            int status = _run.End();
            _run.Dispose();
            if (status != 0)
            {
                Environment.ExitCode = status;
            }
        }
    }

    /// <summary>Goes on until what the program has sent and closed has arrived, as an operating system does. Called with the stack taken.</summary>
    private void FinishClosing()
    {
        _threads.Wait(new ClosingWait(_run.Board.Network.Tcp), _threads.ReadClock() + LongestClosing);

        // The far end passes on what has come last.
        _loop.Poll(_loop.ReadClock());
    }

    private sealed class ClosingWait(TcpTransport tcp) : Waiter
    {
        private static readonly TcpState[] s_closing = [TcpState.FinWait1, TcpState.Closing, TcpState.LastAck];

        public override bool IsOver()
        {
            return s_closing.All(state => tcp.CountConnections(state) == 0);
        }
    }
}
