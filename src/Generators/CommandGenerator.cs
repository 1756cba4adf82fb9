using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Venueless.Fast.Generators.Emitting;
using Venueless.Fast.Generators.Model;
using Venueless.Fast.Generators.Parsing;

namespace Venueless.Fast.Generators;

/// <summary>
/// Writes the dispatch table of all <c>[Command]</c> methods and the reader of each <c>[CommandBody]</c> struct. What is wrong with them is reported by
/// <see cref="CommandAnalyzer"/>: its diagnostics carry locations, which would make every line break above a command recompute this pipeline.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CommandGenerator : IIncrementalGenerator
{
    internal const string NamespaceStep = "Namespace";
    internal const string CommandsStep = "Commands";
    internal const string TableStep = "Table";
    internal const string BodiesStep = "Bodies";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var rootNamespace = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var value) ? value : "")
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? ""))
            .Select(static (names, _) => names.Left.Length > 0 ? names.Left : names.Right)
            .WithTrackingName(NamespaceStep);

        var commands = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.CommandAttribute,
                static (node, _) => node is MethodDeclarationSyntax,
                static (attributed, _) => CommandParser.Parse((IMethodSymbol)attributed.TargetSymbol))
            .WithTrackingName(CommandsStep);

        var table = commands.Collect()
            .Combine(rootNamespace)
            .Select(static (parts, _) => CreateTable(parts.Left, parts.Right))
            .WithTrackingName(TableStep);

        var bodies = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.CommandBodyAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellationToken) => BodyParser.Parse((INamedTypeSymbol)attributed.TargetSymbol, cancellationToken))
            .WithTrackingName(BodiesStep);

        context.RegisterSourceOutput(table, static (output, model) =>
        {
            if (model.Commands.Count > 0)
            {
                output.AddSource("ServerCommandTable.g.cs", TableEmitter.Emit(model));
            }
        });
        context.RegisterSourceOutput(bodies, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(model.HintName, BodyEmitter.Emit(model));
            }
        });
    }

    private static TableModel CreateTable(ImmutableArray<CommandModel?> commands, string rootNamespace)
    {
        // Duplicates fail the build through the analyzer; here one of them stays, so that no error of the emitted code hides that one.
        var distinct = new SortedDictionary<string, CommandModel>(StringComparer.Ordinal);
        foreach (var command in commands)
        {
            if (command is not null && !distinct.ContainsKey(command.Name))
            {
                distinct.Add(command.Name, command);
            }
        }

        return new TableModel(rootNamespace, new EquatableArray<CommandModel>([.. distinct.Values]));
    }
}
