namespace Venueless.Fast.Generators.Model;

/// <summary>All commands of a compilation, one per name, in ordinal order of the names.</summary>
internal sealed record TableModel(string Namespace, EquatableArray<CommandModel> Commands);
