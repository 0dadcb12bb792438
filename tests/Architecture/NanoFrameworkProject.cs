// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Xml.Linq;

namespace NanoTcp.Tests.Architecture;

/// <summary>The content of an .nfproj.</summary>
internal sealed class NanoFrameworkProject
{
    private static readonly XNamespace s_msbuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private readonly XDocument _document;

    public NanoFrameworkProject(string path)
    {
        Path = path;
        Folder = System.IO.Path.GetDirectoryName(path)!;
        _document = XDocument.Load(path);
    }

    /// <summary>Those of what runs on the device, sorted.</summary>
    public static IEnumerable<string> Names { get; } = [.. Repository.Find("*.nfproj", "stack", "boards", "firmware")];

    public string Path { get; }

    public string Folder { get; }

    public string AssemblyName => Property("AssemblyName");

    public string ProjectGuid => Property("ProjectGuid");

    public bool IsProgram => Property("OutputType") == "Exe";

    /// <summary>The project of the same sources for the desktop.</summary>
    public string DesktopProject => System.IO.Path.ChangeExtension(Path, ".csproj");

    /// <summary>The assembly that the stand-in project system makes of it.</summary>
    public string Assembly => System.IO.Path.Combine(Folder, "bin", Repository.Configuration, AssemblyName + (IsProgram ? ".exe" : ".dll"));

    /// <summary>The Compile items of its own folder in their order, with slashes.</summary>
    public IReadOnlyList<string> CompileItems => [.. AllCompileItems.Where(item => !IsLinked(item))];

    /// <summary>The folders of the files that it compiles from other projects. The desktop's project refers to these projects instead.</summary>
    public IEnumerable<string> LinkedFolders => AllCompileItems.Where(IsLinked).Select(item => string.Join('/', item.Split('/')[..2])).Distinct();

    public IReadOnlyList<string> References => [.. Items("Reference")];

    public IReadOnlyList<string> HintPaths => [.. _document.Descendants(s_msbuild + "HintPath").Select(hint => hint.Value)];

    /// <summary>What packages.config names: id and version, sorted as they are there.</summary>
    public IReadOnlyList<(string Id, string Version)> Packages => [.. XDocument.Load(System.IO.Path.Combine(Folder, "packages.config")).Root!.Elements("package")
        .Select(package => (package.Attribute("id")!.Value, package.Attribute("version")!.Value))];

    /// <summary>The names of the projects that it refers to.</summary>
    public IEnumerable<string> ReferencedProjects => Items("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(item.Replace('\\', '/')));

    /// <summary>Everything that is imported, in order.</summary>
    public IReadOnlyList<XElement> Imports => [.. _document.Descendants(s_msbuild + "Import")];

    public static NanoFrameworkProject Load(string name)
    {
        return new NanoFrameworkProject(Repository.Path(name));
    }

    public string Property(string name)
    {
        return Settings(name).Single().Value;
    }

    /// <summary>All places that set a property, in order.</summary>
    public IEnumerable<XElement> Settings(string property)
    {
        return _document.Descendants(s_msbuild + property);
    }

    private IEnumerable<string> AllCompileItems => Items("Compile").Select(item => item.Replace('\\', '/'));

    private static bool IsLinked(string item)
    {
        return item.StartsWith("../", StringComparison.Ordinal);
    }

    private IEnumerable<string> Items(string name)
    {
        return _document.Descendants(s_msbuild + name).Select(item => item.Attribute("Include")!.Value);
    }
}
