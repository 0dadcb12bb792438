// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.Loader;

namespace NanoTcp.HostSim.Run;

/// <summary>
/// The assemblies of one program. They come from the folder of the program, except those of NanoTcp that this program has too: they are shared, so that
/// both mean the same network.
/// </summary>
internal sealed class AppAssemblies : AssemblyLoadContext
{
    private const string Shared = "NanoTcp";

    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    private AppAssemblies(string path)
        : base(Path.GetFileNameWithoutExtension(path))
    {
        _folder = Path.GetDirectoryName(path)!;
        _resolver = new AssemblyDependencyResolver(path);
    }

    /// <summary>Loads a program.</summary>
    /// <param name="path">Its assembly.</param>
    /// <returns>Its entry point.</returns>
    /// <exception cref="AppException">It is none, or has no entry point.</exception>
    public static MethodInfo Load(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new AppException($"There is no file {full}: --app takes the assembly of a program, such as bin/Debug/net10.0/echo.dll.");
        }

        try
        {
            return new AppAssemblies(full).LoadFromAssemblyPath(full).EntryPoint
                ?? throw new AppException($"{full} has no entry point: a program has a Main, and OutputType Exe in its project.");
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or InvalidOperationException or PlatformNotSupportedException)
        {
            throw new AppException($"{full} cannot be loaded: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (name == Shared || name.StartsWith($"{Shared}.", StringComparison.Ordinal))
        {
            // Null leaves it to this program, as far as it has it.
            try
            {
                return Default.LoadFromAssemblyName(new AssemblyName(name));
            }
            catch (FileNotFoundException)
            {
            }
        }

        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        path ??= Path.Combine(_folder, $"{name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
