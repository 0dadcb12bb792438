// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Points what was compiled for the device to .NET and, where the hardware begins, to the simulation.</summary>
internal static class DesktopReferences
{
    private const string HardwareAssembly = "NanoTcp.Hardware";

    /// <summary>Rewrites the references of a module to the assemblies of nanoFramework.</summary>
    public static void Retarget(ModuleDefinition module, IReadOnlyCollection<string> deviceAssemblies, AssemblyDefinition hardware)
    {
        IMetadataScope library = module.AssemblyReferences.Single(reference => reference.Name == "mscorlib");
        AssemblyNameReference simulation = new(HardwareAssembly, hardware.Name.Version);
        RetargetSleep(module, simulation);
        foreach (TypeReference type in module.GetTypeReferences().Where(type => type.DeclaringType == null && !deviceAssemblies.Contains(type.Scope.Name)))
        {
            type.Scope = hardware.MainModule.GetType(type.FullName) != null ? simulation : type.Scope == simulation ? simulation : library;
        }

        module.AssemblyReferences.Add(simulation);
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
