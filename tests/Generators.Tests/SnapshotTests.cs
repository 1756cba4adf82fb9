using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Venueless.Fast.Generators.Tests.Harness;

namespace Venueless.Fast.Generators.Tests;

/// <summary>
/// Emitted code against the checked-in text: <c>Snapshots/&lt;case&gt;/Input.cs</c> and one <c>.txt</c> per emitted file.
/// Run with <c>VENUELESS_ACCEPT_SNAPSHOTS=1</c> to accept, then read the difference before committing it.
/// </summary>
public sealed class SnapshotTests
{
    private const string AcceptVariable = "VENUELESS_ACCEPT_SNAPSHOTS";

    public static TheoryData<string> Cases => ["Everything", "PublicModule", "BodyOnly"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_Case_EmitsTheAcceptedText(string name)
    {
        var emitted = Generate(name, out _);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Accept(name, emitted);
            return;
        }

        var expected = Directory.GetFiles(OutputFolder(name), "*.txt")
            .ToDictionary(static path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        Assert.Equal(expected.Keys.Order(), emitted.Keys.Order());
        Assert.All(emitted, file => Assert.Equal(expected[file.Key], file.Value));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_Case_CompilesWithoutWarnings(string name)
    {
        Generate(name, out var compilation);

        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Analyze_Case_ReportsNothing(string name) =>
        Assert.Empty(await GeneratorHarness.AnalyzeAsync(ReadInput(name)));

    [Fact]
    public void Generate_InAnyOrderOfFiles_EmitsTheSameTable()
    {
        var first = ModuleSource("First", "world.b");
        var second = ModuleSource("Second", "world.a");

        var forward = GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(first, second)).GetRunResult();
        var backward = GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(second, first)).GetRunResult();

        Assert.Equal(forward.GeneratedTrees.Single().ToString(), backward.GeneratedTrees.Single().ToString());
    }

    [Fact]
    public void Generate_WithoutRootNamespace_UsesTheAssemblyName()
    {
        var result = GeneratorHarness.CreateDriver("").RunGenerators(GeneratorHarness.Compile(ModuleSource("First", "world.b"))).GetRunResult();

        Assert.Contains("namespace Sample.Assembly;", result.GeneratedTrees.Single().ToString(), StringComparison.Ordinal);
    }

    private static string ModuleSource(string name, string command) =>
        GeneratorHarness.Usings + $$"""
            internal sealed class {{name}}Module
            {
                [Command("{{command}}")]
                internal ValueTask<CommandResult> RunAsync(CommandContext context) => default;
            }
            """;

    private static Dictionary<string, string> Generate(string name, out Compilation compilation)
    {
        var driver = GeneratorHarness.CreateDriver()
            .RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compile(ReadInput(name)), out compilation, out var diagnostics);
        Assert.Empty(diagnostics);
        return driver.GetRunResult().Results.Single().GeneratedSources
            .ToDictionary(static source => source.HintName, static source => source.SourceText.ToString());
    }

    private static string ReadInput(string name) => File.ReadAllText(Path.Combine(OutputFolder(name), "Input.cs"));

    private static string OutputFolder(string name) => Path.Combine(AppContext.BaseDirectory, "Snapshots", name);

    private static void Accept(string name, Dictionary<string, string> emitted, [CallerFilePath] string thisFile = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(thisFile)!, "Snapshots", name);
        foreach (var old in Directory.GetFiles(folder, "*.txt"))
        {
            File.Delete(old);
        }

        foreach (var (file, text) in emitted)
        {
            File.WriteAllText(Path.Combine(folder, file + ".txt"), text);
        }
    }
}
