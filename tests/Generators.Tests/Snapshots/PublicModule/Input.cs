using System.Threading.Tasks;
using Venueless.Fast.Core.Commands;

public class WorldModule
{
    [Command("world.list")]
    public ValueTask<CommandResult> ListAsync(CommandContext context, AnyBody body) => default;
}

[CommandBody(AcceptsAnything = true)]
public readonly partial record struct AnyBody([property: BodyField("page")] int? Page);
