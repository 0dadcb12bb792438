// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Points what was compiled for the device to .NET and, where the hardware begins, to the simulation.</summary>
internal static class DesktopReferences
{
    /// <summary>Rewrites the references of a module to the assemblies of nanoFramework.</summary>
    /// <param name="simulation">The module's reference to NanoTcp.Hardware.</param>
    /// <param name="replacements">Types of .NET, by their full names, and what stands for them in NanoTcp.Hardware.</param>
    public static void Retarget(
        ModuleDefinition module,
        IReadOnlyCollection<string> deviceAssemblies,
        AssemblyDefinition hardware,
        AssemblyNameReference simulation,
        IReadOnlyDictionary<string, Type> replacements)
    {
        IMetadataScope library = module.AssemblyReferences.Single(reference => reference.Name == "mscorlib");
        RetargetSleep(module, simulation);
        foreach (TypeReference type in module.GetTypeReferences().Where(type => type.DeclaringType == null && !deviceAssemblies.Contains(type.Scope.Name)))
        {
            if (replacements.TryGetValue(type.FullName, out Type? replacement))
            {
                type.Namespace = replacement.Namespace;
                type.Name = replacement.Name;
            }

            type.Scope = hardware.MainModule.GetType(type.FullName) != null ? simulation : type.Scope == simulation ? simulation : library;
        }
    }

    // Time is the simulated board's, as in the desktop's build of the drivers.
    private static void RetargetSleep(ModuleDefinition module, AssemblyNameReference simulation)
    {
        TypeReference thread = new("NanoTcp.Drivers", "Thread", module, simulation);
        foreach (Instruction instruction in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(method => method.Body.Instructions))
        {
            if (instruction.Operand is MethodReference { FullName: "System.Void System.Threading.Thread::Sleep(System.Int32)" } sleep)
            {
                instruction.Operand = new MethodReference(sleep.Name, sleep.ReturnType, thread) { Parameters = { new ParameterDefinition(module.TypeSystem.Int32) } };
            }
        }
    }
}
