using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>What <c>connections top</c> prints.</summary>
internal static class ActivityReport
{
    private const int NodeWidth = 8;

    public static Table ToTable(IReadOnlyList<NodeActivity> nodes)
    {
        var table = new Table { Border = TableBorder.Minimal };
        foreach (var heading in (string[])["server", "label", "connections", "logged in", "in/s", "out/s", "commands/s", "p99 ms", "slow closes"])
        {
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = true });
        }

        foreach (var node in nodes)
        {
            // Text, not markup: a label may contain anything.
            table.AddRow(Cells(node).Select(static cell => new Text(cell)));
        }

        return table;
    }

    public static string ToJson(IReadOnlyList<NodeActivity> nodes) => new JsonObject
    {
        ["connections"] = nodes.Sum(static node => node.Now.Connections),
        ["nodes"] = new JsonArray([.. nodes.Select(ToJson)]),
    }.ToJsonString();

    private static JsonObject ToJson(NodeActivity node) => new()
    {
        ["node"] = node.Now.Node,
        ["label"] = node.Now.Label,
        ["connections"] = node.Now.Connections,
        ["authenticated"] = node.Now.Authenticated,
        ["messages_in_per_second"] = Rounded(node.MessagesIn),
        ["messages_out_per_second"] = Rounded(node.MessagesOut),
        ["commands_per_second"] = Rounded(node.Commands),
        ["command_p99_milliseconds"] = node.CommandP99?.TotalMilliseconds,
        ["slow_closes"] = node.Now.SlowCloses,
    };

    private static IEnumerable<string> Cells(NodeActivity node) =>
    [
        node.Now.Node[..Math.Min(NodeWidth, node.Now.Node.Length)],
        OperatorConnection.Printable(node.Now.Label),
        Number(node.Now.Connections),
        Number(node.Now.Authenticated),
        Number(node.MessagesIn),
        Number(node.MessagesOut),
        Number(node.Commands),
        node.CommandP99 is { } time ? time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) : "-",
        Number(node.Now.SlowCloses),
    ];

    private static string Number(double? value) => value?.ToString("0", CultureInfo.InvariantCulture) ?? "-";

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}
