using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Venueless.Fast.Generators.Model;

namespace Venueless.Fast.Generators.Parsing;

/// <summary>Handler method to model. The generator drops what is wrong, the analyzer reports it; both see the same rules.</summary>
internal static class CommandParser
{
    // Segments neither begin nor end with '_' and have no two in a row, so that method names made from them stay unique.
    private static readonly Regex ValidName = new(@"\A[a-z][a-z0-9]*(\.[a-z0-9]+(_[a-z0-9]+)*)+\z", RegexOptions.CultureInvariant);

    /// <summary>Null when something is wrong.</summary>
    public static CommandModel? Parse(IMethodSymbol method, Action<Diagnostic>? report = null)
    {
        var isValid = true;
        var attribute = method.FindAttribute(KnownNames.CommandAttribute)!;
        var module = method.ContainingType;
        if (!ValidName.IsMatch(attribute.Text()))
        {
            Report(Diagnostics.InvalidCommandName, attribute.Text());
        }

        if (module.TypeKind != TypeKind.Class || !module.Name.EndsWith("Module", StringComparison.Ordinal)
            || IsGeneric(module) || !module.IsInternalOrPublic())
        {
            Report(Diagnostics.NotAModule, module.Name);
        }

        if (method.IsStatic)
        {
            Report(Diagnostics.StaticHandler, method.Name);
        }

        var world = method.FindAttribute(KnownNames.WorldPermissionAttribute);
        var room = method.FindAttribute(KnownNames.RoomGateAttribute);
        var channel = method.FindAttribute(KnownNames.ChannelGateAttribute);
        if (room is not null && channel is not null)
        {
            Report(Diagnostics.TwoRoomGates, method.Name);
        }

        if (!HasHandlerSignature(method))
        {
            Report(Diagnostics.InvalidSignature, method.Name);
            return null;
        }

        var body = method.Parameters.Length == 2 ? method.Parameters[1].Type : null;
        if (body is not null && body.FindAttribute(KnownNames.CommandBodyAttribute) is null)
        {
            Report(Diagnostics.UnmarkedBody, body.Name);
        }

        return !isValid
            ? null
            : new CommandModel(
                attribute.Text(),
                module.FullName(),
                module.Name,
                module.IsPublic(),
                method.EscapedName(),
                body?.FullName(),
                world?.Bits(),
                room?.Bits(),
                room?.Option<string>("Module"),
                channel?.Bits(),
                channel?.Option<bool>("IsRoomCommand") ?? false);

        void Report(DiagnosticDescriptor descriptor, string argument)
        {
            isValid = false;
            report?.Invoke(Diagnostic.Create(descriptor, method.Locations[0], argument));
        }
    }

    private static bool HasHandlerSignature(IMethodSymbol method) =>
        !method.IsGenericMethod
        && method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && method.ReturnType.FullName() == KnownNames.Result
        && method.Parameters.Length is 1 or 2
        && method.Parameters[0] is { RefKind: RefKind.None } context
        && context.Type.FullName() == KnownNames.CommandContext
        && (method.Parameters.Length == 1 || method.Parameters[1] is { RefKind: RefKind.None or RefKind.In });

    private static bool IsGeneric(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }
}
