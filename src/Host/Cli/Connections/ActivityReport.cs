using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>What <c>connections top</c> prints.</summary>
internal static class ActivityReport
{
    private const int NodeWidth = 8;

    /// <param name="others">Servers that are there as far as is known and tell no numbers: a row with the reason in place of the label.</param>
    public static Table ToTable(IReadOnlyList<NodeActivity> nodes, IReadOnlyList<NodeRefusal> others)
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

        foreach (var other in others)
        {
            table.AddRow(new Text(Short(other.Node)), new Text(OperatorConnection.Printable(other.Reason)));
        }

        return table;
    }

    /// <inheritdoc cref="ToTable"/>
    public static string ToJson(IReadOnlyList<NodeActivity> nodes, IReadOnlyList<NodeRefusal> others) => new JsonObject
    {
        ["connections"] = nodes.Sum(static node => node.Now.Connections),
        ["nodes"] = new JsonArray([.. nodes.Select(ToJson)]),
        ["others"] = new JsonArray([.. others.Select(static other => new JsonObject { ["node"] = other.Node, ["reason"] = other.Reason })]),
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
        Short(node.Now.Node),
        OperatorConnection.Printable(node.Now.Label),
        Number(node.Now.Connections),
        Number(node.Now.Authenticated),
        Number(node.MessagesIn),
        Number(node.MessagesOut),
        Number(node.Commands),
        node.CommandP99 is { } time ? time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) : "-",
        Number(node.Now.SlowCloses),
    ];

    private static string Short(string node) => OperatorConnection.Printable(node[..Math.Min(NodeWidth, node.Length)]);

    private static string Number(double? value) => value?.ToString("0", CultureInfo.InvariantCulture) ?? "-";

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}
