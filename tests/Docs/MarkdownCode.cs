// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoTcp.Metering;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Docs;

/// <summary>The C# code of a document, compiled unchanged.</summary>
internal static class MarkdownCode
{
    private const string Begin = "```csharp";
    private const string End = "```";

    // The SDK also suppresses the warnings about references that were built against an older platform.
    private static readonly Dictionary<string, ReportDiagnostic> s_asTheSdk = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    /// <summary>The blocks that are whole files: those that begin with a using directive.</summary>
    public static IReadOnlyList<string> Files(params string[] path)
    {
        List<string> files = [];
        List<string>? block = null;
        foreach (string line in File.ReadLines(Repository.Path(path)))
        {
            if (line == Begin)
            {
                block = [];
            }
            else if (line == End && block != null)
            {
                if (block[0].StartsWith("using ", StringComparison.Ordinal))
                {
                    files.Add(string.Join('\n', block));
                }

                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }

        Assert.NotEmpty(files);
        return files;
    }

    /// <summary>Compiles files for the desktop, as a project here would.</summary>
    public static Assembly Compile(IEnumerable<string> files)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        using MemoryStream image = new();
        Emit(files, LanguageVersion.Latest, platform.Split(Path.PathSeparator), image);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }

    /// <summary>Compiles files for the device: in its version of C#, and only against its assemblies.</summary>
    public static void CompileForDevice(IEnumerable<string> files)
    {
        string[] stack = [.. ((string[])["NanoTcp", "NanoTcp.Http", "NanoTcp.Dhcp", "NanoTcp.Dns", "NanoTcp.Resolver", "NanoTcp.Mdns", "NanoTcp.Sntp", "NanoTcp.Network"]).Select(name => Repository.Path("stack", name, "bin", Repository.Configuration, $"{name}.dll"))];
        Emit(files, LanguageVersion.CSharp9, [DeviceBuild.NanoFramework("mscorlib"), DeviceBuild.NanoFramework("nanoFramework.Runtime.Native"), .. stack], Stream.Null);
    }

    private static void Emit(IEnumerable<string> files, LanguageVersion language, IEnumerable<string> references, Stream image)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"text-{Guid.NewGuid():N}",
            files.Select(file => CSharpSyntaxTree.ParseText(file, new CSharpParseOptions(language))),
            references.Select(reference => MetadataReference.CreateFromFile(reference)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: s_asTheSdk));
        IEnumerable<Diagnostic> problems = compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal([], problems.Select(problem => problem.ToString()));
        Assert.True(compilation.Emit(image).Success);
    }
}
