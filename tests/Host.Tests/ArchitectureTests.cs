using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Venueless.Fast.Host.Tests;

/// <summary>Who may reference whom: the direction of dependencies is the architecture.</summary>
public sealed class ArchitectureTests
{
    internal static readonly string Root = FindRoot();

    // Project (folder below the root) and the projects of ours that it may reference.
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["src/Core"] = [],
        ["src/Transport"] = ["Core"],
        ["src/Modules"] = ["Core", "Generators"],
        ["src/Storage"] = ["Core"],
        ["src/Host"] = ["Core", "Transport", "Modules", "Storage"],
        ["src/Generators"] = [],
        ["loadtest"] = [],
    };

    private static readonly string[] StoragePackages = ["Npgsql", "Microsoft.Data.Sqlite", "Dapper", "StackExchange.Redis"];

    public static TheoryData<string> Projects => [.. AllowedProjects.Keys.Where(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.csproj").Length > 0)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_PointInwards(string folder)
    {
        var forbidden = References(folder, "ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference).Replace("Venueless.Fast.", "", StringComparison.Ordinal))
            .Except(AllowedProjects[folder]);

        Assert.Empty(forbidden);
    }

    [Fact]
    public void Generators_AreAnAnalyzerOfModules()
    {
        var reference = Elements("src/Modules", "ProjectReference").Single(element => element.Attribute("Include")!.Value.Contains("Generators", StringComparison.Ordinal));

        Assert.Equal("Analyzer", reference.Attribute("OutputItemType")?.Value);
        Assert.Equal("false", reference.Attribute("ReferenceOutputAssembly")?.Value);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void DatabasePackages_OnlyInStorage(string folder)
    {
        var packages = References(folder, "PackageReference")
            .Where(package => StoragePackages.Any(storage => package == storage || package.StartsWith($"{storage}.", StringComparison.Ordinal)));

        Assert.True(folder == "src/Storage" || !packages.Any(), $"{folder} references {string.Join(", ", packages)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void WebFramework_OnlyInHost(string folder)
    {
        var project = Load(folder);
        var usesWeb = project.Root!.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web"
            || References(folder, "FrameworkReference").Contains("Microsoft.AspNetCore.App");

        Assert.Equal(folder == "src/Host", usesWeb);
    }

    [Fact]
    public void Modules_MeetInCoreOnly()
    {
        // What has no commands of its own may serve several modules.
        string[] shared = ["Concurrency", "Voting"];
        var modules = Directory.GetDirectories(Path.Combine(Root, "src/Modules")).Select(folder => Path.GetFileName(folder)!).Except(shared).ToList();
        var crossings =
            from module in modules
            from file in Directory.GetFiles(Path.Combine(Root, "src/Modules", module), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            from other in modules
            where other != module && line.Contains($"Venueless.Fast.Modules.{other}", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)} uses {other}";

        Assert.Empty(crossings);
    }

    [Fact]
    public void AllProjectsBelowSrc_AreKnownHere() =>
        Assert.Empty(Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => $"src/{Path.GetFileName(folder)}").Except(AllowedProjects.Keys));

    private static IEnumerable<string> References(string folder, string kind) => Elements(folder, kind).Select(element => element.Attribute("Include")!.Value);

    private static IEnumerable<XElement> Elements(string folder, string kind) => Load(folder).Descendants(kind).Where(element => element.Attribute("Include") is not null);

    private static XDocument Load(string folder) => XDocument.Load(Directory.GetFiles(Path.Combine(Root, folder), "*.csproj").Single());

    private static string FindRoot([CallerFilePath] string file = "")
    {
        // Deterministic builds may map the source path; the build folder lies below the root as well.
        var start = File.Exists(file) ? Path.GetDirectoryName(file) : AppContext.BaseDirectory;
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Venueless.Fast.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The folder of the solution was not found.");
    }
}
