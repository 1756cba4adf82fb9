using System.Text.Json;

namespace Venueless.Fast.Storage.Tests.Postgres.Schema;

/// <summary>The reference server's schema as <c>schema.json</c> describes it, each object as one line in the form that <see cref="ActualSchema"/> reads.</summary>
internal sealed class ExpectedSchema : IDisposable
{
    private readonly JsonDocument _document;

    public ExpectedSchema()
    {
        using var stream = typeof(ExpectedSchema).Assembly.GetManifestResourceStream("schema.json")!;
        _document = JsonDocument.Parse(stream);
    }

    public IEnumerable<string> Tables => Root("tables").EnumerateObject().Select(static table => table.Name);

    public IEnumerable<string> Sequences => Root("sequences").EnumerateArray().Select(static name => name.GetString()!);

    public IEnumerable<string> Steps => Root("django_migrations").EnumerateArray().Select(static step => $"{Text(step, "app")}.{Text(step, "name")}");

    public IEnumerable<string> ContentTypes =>
        Root("django_content_type").EnumerateArray().Select(static type => $"{Text(type, "app_label")}.{Text(type, "model")}");

    public IEnumerable<string> Columns => Each("columns", static (table, column, index) =>
    {
        var identity = column.TryGetProperty("identity", out var kind) ? $" identity {kind.GetString()} {Text(column, "sequence")}" : "";
        var value = column.GetProperty("default") is { ValueKind: not JsonValueKind.Null } given ? $" default {given}" : "";
        return $"{table} {index + 1} {Text(column, "name")} {Text(column, "type")} {(column.GetProperty("nullable").GetBoolean() ? "null" : "not null")}{value}{identity}";
    });

    public IEnumerable<string> PrimaryKeys => Root("tables").EnumerateObject().Select(static table =>
        $"{table.Name} {Text(table.Value.GetProperty("primary_key"), "name")} ({List(table.Value.GetProperty("primary_key"), "columns")})");

    public IEnumerable<string> Uniques => Each("unique", static (table, unique, _) => $"{table} {Text(unique, "name")} ({List(unique, "columns")})");

    public IEnumerable<string> ForeignKeys => Each("foreign_keys", static (table, key, _) =>
        $"{table} {Text(key, "name")} ({List(key, "columns")}) {Text(key, "references")}({List(key, "references_columns")})"
        + $" on delete {Text(key, "database_on_delete")}, deferrable {key.GetProperty("deferrable")}, initially deferred {key.GetProperty("initially_deferred")}");

    public IEnumerable<string> Checks => Each("checks", static (table, check, _) => $"{table} {Text(check, "name")} {Text(check, "definition")}");

    public IEnumerable<string> Indexes => Each("indexes", static (_, index, _) => Text(index, "definition"));

    public IEnumerable<string> ColumnNames => Each("columns", static (table, column, _) => $"{table}.{Text(column, "name")}");

    public void Dispose() => _document.Dispose();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string List(JsonElement element, string name) =>
        string.Join(", ", element.GetProperty(name).EnumerateArray().Select(static item => item.GetString()));

    private JsonElement Root(string name) => _document.RootElement.GetProperty(name);

    private IEnumerable<string> Each(string kind, Func<string, JsonElement, int, string> describe) =>
        Root("tables").EnumerateObject().SelectMany(table => table.Value.GetProperty(kind).EnumerateArray().Select((item, index) => describe(table.Name, item, index)));
}
