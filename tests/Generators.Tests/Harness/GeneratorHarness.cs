using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Harness;

/// <summary>Runs the generator and its analyzer on source text, against the real contracts of Core.</summary>
internal static class GeneratorHarness
{
    public const string Usings =
        """
        using System;
        using System.Threading.Tasks;
        using Venueless.Fast.Core.Commands;
        using Venueless.Fast.Core.Permissions;

        """;

    private static readonly CSharpParseOptions ParseOptions =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    public static CSharpCompilation Compile(params IEnumerable<string> sources) =>
        CSharpCompilation.Create(
            "Sample.Assembly",
            sources.Select((source, index) => Parse(source, $"Source{index}.cs")),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                warningLevel: 9999,
                specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Suppress)]));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    public static GeneratorDriver CreateDriver(string rootNamespace = "Sample.Root") =>
        CSharpGeneratorDriver.Create(
            [new CommandGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            optionsProvider: new RootNamespaceOptions(rootNamespace),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>What the analyzer says; the source itself may be wrong C# where the case needs it.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string source)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(source), out var compilation, out _);
        return await compilation.WithAnalyzers([new CommandAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return
        [
            .. platform.Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
                .Append(typeof(CommandTable).Assembly.Location)
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
    }

    private sealed class RootNamespaceOptions(string rootNamespace) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(rootNamespace);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(string rootNamespace) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = rootNamespace;
            return key == "build_property.RootNamespace";
        }
    }
}
