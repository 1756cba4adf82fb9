namespace Venueless.Fast.Generators.Model;

/// <summary>One body struct.</summary>
/// <param name="HintName">Name of the emitted file, unique in the compilation.</param>
/// <param name="Namespace">Null: the global namespace.</param>
/// <param name="Declarations">The partial declarations to open, outermost first, the struct itself last.</param>
/// <param name="FullName">The struct, with <c>global::</c>.</param>
/// <param name="AcceptsAnything">A body that is no object counts as <c>{}</c>.</param>
/// <param name="RefusesNull">A body that is <c>null</c> does not count as <c>{}</c>.</param>
/// <param name="Fields">In the order of declaration, which is the order in which errors are reported.</param>
internal sealed record BodyModel(
    string HintName,
    string? Namespace,
    EquatableArray<string> Declarations,
    string FullName,
    bool AcceptsAnything,
    bool RefusesNull,
    EquatableArray<FieldModel> Fields);
