// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>
/// Finds which parts of a control block a method writes: its fields, the words of its array, the bits of its marks, and the lists of ranges behind the
/// words. What is written is known from the evaluation stack, whose cells are followed along every path.
/// </summary>
/// <remarks>A write that cannot be told apart is named <see cref="Unknown"/>, so that no table has it and the test fails.</remarks>
internal sealed class StateWrites
{
    /// <summary>The name of a write of which the analysis does not know where it goes.</summary>
    public const string Unknown = "?";

    // Bits of the marks that are numbers.
    private const int Scales = 0xFF;
    private const string Block = "NanoTcp.Tcp.ControlBlock";
    private const string Words = "Variables";
    private const string Marks = "Flags";
    private static readonly string[] s_readers = ["Start", "End", "FirstOutside", "LastOutside"];

    private readonly Dictionary<int, string> _words;
    private readonly Dictionary<int, string> _marks;
    private readonly HashSet<string> _found = [];
    private readonly Dictionary<int, Cell> _locals = [];

    private StateWrites(ModuleDefinition stack)
    {
        _words = Constants(stack, "NanoTcp.Tcp.Variable").ToDictionary(one => one.Value, one => one.Name == "Count" ? "Reassembly" : "Variable." + one.Name);
        _marks = Constants(stack, "NanoTcp.Tcp.ConnectionFlag").Where(one => int.PopCount(one.Value) == 1 && one.Value is < 0 or > Scales).ToDictionary(one => one.Value, one => "ConnectionFlag." + one.Name);
    }

    /// <summary>What the methods of a type write, by its names in the source; the two lists of ranges by the modules that have them.</summary>
    /// <param name="stack">The assembly that has the control block.</param>
    /// <param name="type">The type, of this assembly or another one.</param>
    public static IReadOnlySet<string> Of(ModuleDefinition stack, TypeDefinition type)
    {
        StateWrites writes = new(stack);
        foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody && !IsLifeCycle(method)))
        {
            writes._locals.Clear();
            writes.Follow(method);
        }

        return writes._found;
    }

    /// <summary>All there is to write.</summary>
    public static IEnumerable<string> All(ModuleDefinition stack)
    {
        StateWrites names = new(stack);
        IEnumerable<string> fields = stack.GetType(Block).Fields.Where(field => !field.IsStatic && !field.IsInitOnly && field.Name != Marks).Select(field => field.Name);
        return [.. fields, .. names._words.Values, .. names._marks.Values, "Scoreboard"];
    }

    /// <summary>What begins and ends a connection sets all of its state.</summary>
    private static bool IsLifeCycle(MethodDefinition method)
    {
        return method.DeclaringType.FullName == Block && (method.IsConstructor || method.Name is "Begin" or "Free");
    }

    private static IEnumerable<(string Name, int Value)> Constants(ModuleDefinition stack, string type)
    {
        return stack.GetType(type).Fields.Where(field => field.HasConstant).Select(field => (field.Name, (int)field.Constant));
    }

    private void Follow(MethodDefinition method)
    {
        Dictionary<Instruction, Cell[]> known = [];
        Queue<Instruction> open = new();
        Reach(method.Body.Instructions[0], []);
        while (open.TryDequeue(out Instruction? instruction))
        {
            Stack<Cell> stack = new(known[instruction]);
            Execute(instruction, stack);
            Cell[] after = [.. stack.Reverse()];
            foreach (Instruction next in IlFlow.Successors(instruction))
            {
                Reach(next, after);
            }
        }

        void Reach(Instruction instruction, Cell[] stack)
        {
            Cell[] merged = known.TryGetValue(instruction, out Cell[]? before) ? [.. before.Zip(stack, Cell.Merge)] : stack;
            if (before is null || !merged.SequenceEqual(before))
            {
                known[instruction] = merged;
                open.Enqueue(instruction);
            }
        }
    }

    private void Execute(Instruction instruction, Stack<Cell> stack)
    {
        if (instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj)
        {
            Call((MethodReference)instruction.Operand, instruction.OpCode.Code == Code.Newobj, stack);
            return;
        }

        if (instruction.OpCode.Code is Code.Ret)
        {
            return;
        }

        if (instruction.OpCode.Code is Code.Dup)
        {
            stack.Push(stack.Peek());
            return;
        }

        Cell[] popped = [.. Enumerable.Range(0, IlFlow.Pops(instruction)).Select(_ => stack.Pop()).Reverse()];
        NoteWrite(instruction, popped);
        if (IlFlow.Pushes(instruction) > 0)
        {
            stack.Push(Pushed(instruction, popped));
        }
    }

    private void NoteWrite(Instruction instruction, Cell[] popped)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Stloc or Code.Stloc_S or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3:
                int local = Local(instruction);
                _locals[local] = _locals.TryGetValue(local, out Cell before) ? Cell.Merge(before, popped[0]) : popped[0];
                break;
            case Code.Stfld when ((FieldReference)instruction.Operand) is { DeclaringType.FullName: Block } field:
                if (field.Name == Marks)
                {
                    NoteMarks(popped[1]);
                }
                else
                {
                    _found.Add(field.Name);
                }

                break;
            case Code.Stelem_I4 when popped[0].Kind == Kind.Words:
                NoteWord(popped[1]);
                break;
            case Code.Stind_I4 when popped[0].Kind == Kind.Address:
                NoteWord(new Cell(Kind.Number, popped[0].Any, popped[0].All));
                break;
        }
    }

    private void NoteMarks(Cell value)
    {
        if (value.Kind != Kind.Marks)
        {
            _found.Add(Unknown);
            return;
        }

        foreach ((int bit, string name) in _marks.Where(mark => (value.Any & mark.Key) != 0))
        {
            _found.Add(name);
        }
    }

    private void NoteWord(Cell index)
    {
        _found.Add(index.Kind switch
        {
            Kind.List => "Scoreboard",
            Kind.Number when index.Any == index.All && _words.TryGetValue(index.Any, out string? name) => name,
            _ => Unknown,
        });
    }

    private void Call(MethodReference called, bool isNew, Stack<Cell> stack)
    {
        Cell[] arguments = [.. Enumerable.Range(0, called.Parameters.Count + (called.HasThis && !isNew ? 1 : 0)).Select(_ => stack.Pop()).Reverse()];
        bool isRanges = called.DeclaringType.FullName == "NanoTcp.Tcp.Ranges";
        if (isRanges && arguments[0].Kind == Kind.Words && !s_readers.Contains(called.Name))
        {
            NoteWord(arguments[1]);
        }
        else if (!isRanges && arguments.Any(argument => argument.Kind == Kind.Words))
        {
            _found.Add(Unknown);
        }

        if (isNew || called.ReturnType.MetadataType != MetadataType.Void)
        {
            stack.Push(called is { DeclaringType.FullName: "NanoTcp.Tcp.Scoreboard", Name: "List" } ? new Cell(Kind.List) : default);
        }
    }

    private Cell Pushed(Instruction instruction, Cell[] popped)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld when ((FieldReference)instruction.Operand) is { DeclaringType.FullName: Block } field:
                return field.Name == Words ? new Cell(Kind.Words) : field.Name == Marks ? new Cell(Kind.Marks) : default;
            case Code.Ldloc or Code.Ldloc_S or Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3:
                return _locals.GetValueOrDefault(Local(instruction));
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8:
                return Number(instruction.OpCode.Code - Code.Ldc_I4_0);
            case Code.Ldc_I4_S:
                return Number((sbyte)instruction.Operand);
            case Code.Ldc_I4:
                return Number((int)instruction.Operand);
            case Code.Ldelema when popped[0].Kind == Kind.Words && popped[1].Kind == Kind.Number:
                return popped[1] with { Kind = Kind.Address };
            case Code.Or:
                return Or(popped[0], popped[1]);
            case Code.And:
                return And(popped[0], popped[1]);
            default:
                return default;
        }
    }

    private static Cell Or(Cell one, Cell other)
    {
        if (other.Kind == Kind.Marks)
        {
            (one, other) = (other, one);
        }

        return (one.Kind, other.Kind) switch
        {
            (Kind.Marks, Kind.Number or Kind.Part) => one with { Any = one.Any | other.Any },
            (Kind.Number or Kind.Part, Kind.Number or Kind.Part) => new Cell(Kind.Part, one.Any | other.Any),
            _ => default,
        };
    }

    private static Cell And(Cell one, Cell other)
    {
        if (one.Kind == Kind.Number)
        {
            (one, other) = (other, one);
        }

        return (one.Kind, other.Kind) switch
        {
            (Kind.Marks, Kind.Number) => one with { Any = one.Any | ~other.All },
            (_, Kind.Number) => new Cell(Kind.Part, other.Any),
            _ => default,
        };
    }

    private static int Local(Instruction instruction)
    {
        return instruction.OpCode.Code switch
        {
            >= Code.Ldloc_0 and <= Code.Ldloc_3 => instruction.OpCode.Code - Code.Ldloc_0,
            >= Code.Stloc_0 and <= Code.Stloc_3 => instruction.OpCode.Code - Code.Stloc_0,
            _ => ((VariableDefinition)instruction.Operand).Index,
        };
    }

    private static Cell Number(int value)
    {
        return new Cell(Kind.Number, value, value);
    }

    private enum Kind
    {
        Other,

        /// <summary>A constant, or one of several: the bits that any of them has, and those that all have.</summary>
        Number,

        /// <summary>What has none but certain bits.</summary>
        Part,

        /// <summary>A control block's marks, of which certain bits may have changed.</summary>
        Marks,

        /// <summary>A control block's words.</summary>
        Words,

        /// <summary>Where a word stands.</summary>
        Address,

        /// <summary>Where the scoreboard begins in the words.</summary>
        List,
    }

    /// <summary>What is known of a cell of the evaluation stack.</summary>
    private readonly record struct Cell(Kind Kind, int Any = 0, int All = 0)
    {
        public static Cell Merge(Cell one, Cell other)
        {
            return one.Kind == other.Kind ? new Cell(one.Kind, one.Any | other.Any, one.All & other.All) : default;
        }
    }
}
