using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>Handlers without effect; the last call is noted.</summary>
internal sealed partial class AnyModule
{
    public string? Called { get; private set; }

    public OptionalBody Optional { get; private set; }

    public AnythingBody Anything { get; private set; }

    [Command("world.list")]
    internal ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        Called = "world.list";
        return default;
    }

    [Command("world.lisp")]
    [WorldPermission(Permission.WorldUsersManage, Permission.WorldUpdate)]
    public ValueTask<CommandResult> LispAsync(CommandContext context, OptionalBody body)
    {
        Called = "world.lisp";
        Optional = body;
        return default;
    }

    [Command("world.list.all")]
    public ValueTask<CommandResult> ListAllAsync(CommandContext context, AnythingBody body)
    {
        Called = "world.list.all";
        Anything = body;
        return default;
    }

    /// <summary>Nested and private to the assembly.</summary>
    [CommandBody(AcceptsAnything = true)]
    internal readonly partial record struct AnythingBody
    {
        [BodyField("page")]
        public int? Page { get; init; }
    }
}
