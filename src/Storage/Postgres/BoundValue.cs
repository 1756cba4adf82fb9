using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A parameter's value, as the stores give it.</summary>
internal readonly record struct BoundValue(string Name, SqlType Type, object? Value);
