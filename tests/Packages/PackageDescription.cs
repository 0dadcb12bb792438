// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Xml.Linq;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Packages;

/// <summary>The content of an .nuspec.</summary>
internal sealed class PackageDescription
{
    /// <summary>The framework of the device, and that of a desktop.</summary>
    public const string Device = ".NETnanoFramework1.0";
    public const string Desktop = "net10.0";

    private static readonly XNamespace s_nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    private readonly XElement _metadata;

    private PackageDescription(string name)
    {
        Project = NanoFrameworkProject.Load(Path.ChangeExtension(name, ".nfproj"));
        Root = XDocument.Load(Repository.Path(name)).Root!;
        _metadata = Root.Element(s_nuspec + "metadata")!;
    }

    /// <summary>All of them, relative to the repository's root.</summary>
    public static IEnumerable<string> Names { get; } = [.. Repository.Find("*.nuspec", "stack", "boards", "firmware").Where(path => !path.Contains("/obj/", StringComparison.Ordinal))];

    public NanoFrameworkProject Project { get; }

    public XElement Root { get; }

    public string Id => Value("id");

    public string Description => Value("description");

    /// <summary>The elements that all packages have in common.</summary>
    public IEnumerable<string> CommonElements => _metadata.Elements().Where(element => element.Name.LocalName is not ("id" or "description" or "dependencies")).Select(element => element.ToString());

    public static PackageDescription Load(string name)
    {
        return new PackageDescription(name);
    }

    /// <summary>The ids and versions for one framework, in their order.</summary>
    public IEnumerable<(string Id, string Version)> Dependencies(string framework)
    {
        return _metadata.Descendants(s_nuspec + "group").Single(group => group.Attribute("targetFramework")!.Value == framework).Elements()
            .Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
    }

    private string Value(string element)
    {
        return _metadata.Element(s_nuspec + element)!.Value;
    }
}
