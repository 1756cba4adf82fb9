using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Venueless.Fast.Generators.Model;

namespace Venueless.Fast.Generators.Parsing;

/// <summary>Body struct to model. The generator drops what is wrong, the analyzer reports it; both see the same rules.</summary>
internal static class BodyParser
{
    /// <summary>Null when something is wrong.</summary>
    public static BodyModel? Parse(INamedTypeSymbol type, CancellationToken cancellationToken, Action<Diagnostic>? report = null)
    {
        var declarations = ImmutableArray.CreateBuilder<string>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsGenericType || !IsPartial(current, cancellationToken))
            {
                report?.Invoke(Diagnostic.Create(Diagnostics.BodyNotPartial, type.Locations[0], type.Name));
                return null;
            }

            declarations.Insert(0, $"partial {Keyword(current)} {current.EscapedName()}");
        }

        var isValid = true;
        var fields = ImmutableArray.CreateBuilder<FieldModel>();
        foreach (var member in type.GetMembers())
        {
            if (member is IPropertySymbol property && property.FindAttribute(KnownNames.BodyFieldAttribute) is { } attribute)
            {
                if (ParseField(property, attribute, fields, report) is { } field)
                {
                    fields.Add(field);
                }
                else
                {
                    isValid = false;
                }
            }
        }

        var acceptsAnything = type.FindAttribute(KnownNames.CommandBodyAttribute)!.Option<bool>("AcceptsAnything");
        if (acceptsAnything && fields.Any(static field => field.IsRequired))
        {
            Report(report, Diagnostics.ConflictingOption, type, type.Name, "AcceptsAnything needs a body without required fields");
            isValid = false;
        }

        var fullName = type.FullName();
        return !isValid
            ? null
            : new BodyModel(
                fullName.Substring("global::".Length).Replace("@", "") + ".g.cs",
                type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Substring("global::".Length),
                new EquatableArray<string>(declarations.ToImmutable()),
                fullName,
                acceptsAnything,
                type.FindAttribute(KnownNames.CommandBodyAttribute)!.Option<bool>("RefusesNull"),
                new EquatableArray<FieldModel>(fields.ToImmutable()));
    }

    private static FieldModel? ParseField(
        IPropertySymbol property, AttributeData attribute, ImmutableArray<FieldModel>.Builder fields, Action<Diagnostic>? report)
    {
        if (property.IsStatic || property.IsIndexer || property.SetMethod is null)
        {
            Report(report, Diagnostics.InvalidField, property, property.Name);
            return null;
        }

        if (TypeOf(property.Type, out var isRequired) is not { } type)
        {
            Report(report, Diagnostics.UnsupportedFieldType, property, property.Name, property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            return null;
        }

        var name = attribute.Text();
        if (fields.Any(field => field.Name == name))
        {
            Report(report, Diagnostics.DuplicateField, property, property.Name, name);
            return null;
        }

        var maxLength = attribute.Option<int>("MaxLength");
        var kinds = attribute.Option<int?>("Kinds");
        if (maxLength != 0 && type != FieldType.String)
        {
            Report(report, Diagnostics.ConflictingOption, property, property.Name, "MaxLength is for string only");
            return null;
        }

        if (kinds is not null && type != FieldType.Raw)
        {
            Report(report, Diagnostics.ConflictingOption, property, property.Name, "Kinds is for RawJson only");
            return null;
        }

        var acceptsAnyText = attribute.Option<bool>("AcceptsAnyText");
        if (acceptsAnyText && (type != FieldType.Raw || name.Length > 0))
        {
            Report(report, Diagnostics.ConflictingOption, property, property.Name, "AcceptsAnyText is for a whole body as RawJson only");
            return null;
        }

        return new FieldModel(
            property.EscapedName(), name, type, isRequired, attribute.Option<bool>("NullIsAbsent"), kinds ?? KnownNames.AnyButNull, maxLength, acceptsAnyText);
    }

    private static FieldType? TypeOf(ITypeSymbol type, out bool isRequired)
    {
        isRequired = type.NullableAnnotation != NullableAnnotation.Annotated;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type switch
        {
            { SpecialType: SpecialType.System_String } => FieldType.String,
            { SpecialType: SpecialType.System_Int32 } => FieldType.Int32,
            { SpecialType: SpecialType.System_Int64 } => FieldType.Int64,
            { SpecialType: SpecialType.System_Double } => FieldType.Double,
            { SpecialType: SpecialType.System_Boolean } => FieldType.Boolean,
            IArrayTypeSymbol { IsSZArray: true, ElementType: { SpecialType: SpecialType.System_String, NullableAnnotation: not NullableAnnotation.Annotated } } => FieldType.Strings,
            INamedTypeSymbol => type.FullName() switch
            {
                "global::System.Guid" => FieldType.Guid,
                KnownNames.RawJson => FieldType.Raw,
                KnownNames.ShortText => FieldType.ShortText,
                KnownNames.PossibleId => FieldType.PossibleId,
                KnownNames.PossibleReference => FieldType.PossibleReference,
                KnownNames.IdList => FieldType.IdList,
                _ => null,
            },
            _ => null,
        };
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return true;
            }
        }

        return false;
    }

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    private static void Report(Action<Diagnostic>? report, DiagnosticDescriptor descriptor, ISymbol symbol, params string[] arguments) =>
        report?.Invoke(Diagnostic.Create(descriptor, symbol.Locations[0], arguments));
}
