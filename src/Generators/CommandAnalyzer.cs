using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Venueless.Fast.Generators.Parsing;

namespace Venueless.Fast.Generators;

/// <summary>Reports what <see cref="CommandGenerator"/> leaves out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CommandAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Diagnostics.DuplicateCommand,
        Diagnostics.InvalidCommandName,
        Diagnostics.InvalidSignature,
        Diagnostics.StaticHandler,
        Diagnostics.NotAModule,
        Diagnostics.TwoRoomGates,
        Diagnostics.GateWithoutCommand,
        Diagnostics.UnmarkedBody,
        Diagnostics.BodyNotPartial,
        Diagnostics.UnsupportedFieldType,
        Diagnostics.InvalidField,
        Diagnostics.DuplicateField,
        Diagnostics.ConflictingOption,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var handlers = new ConcurrentBag<(string Name, IMethodSymbol Method)>();
            start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, handlers), SymbolKind.Method);
            start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => ReportDuplicates(end, handlers));
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, ConcurrentBag<(string Name, IMethodSymbol Method)> handlers)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.FindAttribute(KnownNames.CommandAttribute) is { } attribute)
        {
            CommandParser.Parse(method, context.ReportDiagnostic);
            handlers.Add((attribute.Text(), method));
        }
        else if (method.FindAttribute(KnownNames.WorldPermissionAttribute) is not null
            || method.FindAttribute(KnownNames.RoomGateAttribute) is not null
            || method.FindAttribute(KnownNames.ChannelGateAttribute) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.GateWithoutCommand, method.Locations[0], method.Name));
        }
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (context.Symbol.FindAttribute(KnownNames.CommandBodyAttribute) is not null)
        {
            BodyParser.Parse((INamedTypeSymbol)context.Symbol, context.CancellationToken, context.ReportDiagnostic);
        }
    }

    private static void ReportDuplicates(CompilationAnalysisContext context, ConcurrentBag<(string Name, IMethodSymbol Method)> handlers)
    {
        foreach (var sameName in handlers.GroupBy(static handler => handler.Name, StringComparer.Ordinal))
        {
            // The bag has no order of its own; the reader of a build log wants the same one each time.
            var ordered = sameName
                .OrderBy(static handler => handler.Method.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static handler => handler.Method.Locations[0].SourceSpan.Start)
                .ToList();
            foreach (var (name, method) in ordered.Skip(1))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Diagnostics.DuplicateCommand,
                    method.Locations[0],
                    name,
                    $"{ordered[0].Method.ContainingType.Name}.{ordered[0].Method.Name}"));
            }
        }
    }
}
