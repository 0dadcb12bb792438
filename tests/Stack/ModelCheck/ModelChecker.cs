// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>
/// Goes through everything that can happen in a scenario. A world is copied before each transition. A world like an earlier one is not followed
/// further.
/// </summary>
internal sealed class ModelChecker(Scenario scenario, Bounds bounds)
{
    // More than any scenario has. A search that reaches this number would not end in time.
    private const int MaxStates = 20_000_000;

    private readonly Dictionary<UInt128, int> _states = [];
    private readonly List<(int From, Transition By)> _origins = [];
    private readonly List<(int From, int To)> _edges = [];
    private readonly Stack<(World World, int State, Transition Next)> _open = new();
    private int _ends;

    /// <summary>Searches all of it.</summary>
    /// <exception cref="ModelViolationException">A rule does not hold.</exception>
    public ModelReport Run()
    {
        Enter(new World(scenario, bounds), -1, default);
        while (_open.TryPop(out (World World, int State, Transition Next) step))
        {
            World world = WorldCopier.CopyWorld(step.World);
            try
            {
                world.Apply(step.Next);
            }
            catch (Exception failure)
            {
                throw new ModelViolationException(Explain(failure.Message, step.State, step.Next), failure);
            }

            if (world.Violation != null)
            {
                throw new ModelViolationException(Explain(world.Violation, step.State, step.Next));
            }

            _edges.Add((step.State, Enter(world, step.State, step.Next)));
        }

        FindCircle();
        return new ModelReport(_states.Count, _edges.Count, _ends);
    }

    private int Enter(World world, int from, Transition by)
    {
        UInt128 key = world.Key();
        if (_states.TryGetValue(key, out int known))
        {
            return known;
        }

        int state = _states.Count;
        if (state == MaxStates)
        {
            throw new InvalidOperationException($"{scenario.Name}: more than {MaxStates} states.");
        }

        _states.Add(key, state);
        _origins.Add((from, by));
        List<Transition> next = world.Next();
        foreach (Transition transition in next)
        {
            _open.Push((world, state, transition));
        }

        if (next.Count == 0)
        {
            _ends++;
            string? fault = world.CheckEnd();
            if (fault != null)
            {
                throw new ModelViolationException(Explain(fault, state));
            }
        }

        return state;
    }

    /// <summary>A cycle would be a way without an end. Worlds that are on no cycle are removed until nothing is left.</summary>
    private void FindCircle()
    {
        List<int>[] successors = new List<int>[_states.Count];
        int[] predecessors = new int[_states.Count];
        for (int i = 0; i < successors.Length; i++)
        {
            successors[i] = [];
        }

        foreach ((int from, int to) in _edges)
        {
            successors[from].Add(to);
            predecessors[to]++;
        }

        Stack<int> free = new(Enumerable.Range(0, predecessors.Length).Where(state => predecessors[state] == 0));
        while (free.TryPop(out int state))
        {
            foreach (int successor in successors[state])
            {
                if (--predecessors[successor] == 0)
                {
                    free.Push(successor);
                }
            }
        }

        int left = Array.FindIndex(predecessors, count => count > 0);
        if (left >= 0)
        {
            throw new ModelViolationException(Explain("it goes on for ever", left));
        }
    }

    private string Explain(string fault, int state, params Transition[] further)
    {
        Stack<Transition> way = new(further);
        for ((int from, Transition by) = _origins[state]; from >= 0; (from, by) = _origins[from])
        {
            way.Push(by);
        }

        StringBuilder text = new($"{scenario.Name}, {bounds}: {fault}.\n");
        World world = new(scenario, bounds);
        foreach (Transition transition in way)
        {
            text.Append(world.Describe(transition));
            try
            {
                world.Apply(transition);
            }
            catch (Exception failure)
            {
                return text.Append(": ").Append(failure.Message).ToString();
            }

            text.Append(world.DescribeResult(transition)).Append('\n');
        }

        return text.ToString();
    }
}
