using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Body of <c>world.tokens.generate</c>.</summary>
[CommandBody]
internal readonly partial record struct GenerateTokensBody
{
    /// <summary>How many.</summary>
    [BodyField("number")]
    public int Number { get; init; }

    [BodyField("traits")]
    public string[] Traits { get; init; }

    /// <summary>How long they are valid.</summary>
    [BodyField("days")]
    public int Days { get; init; }

    /// <summary>True: the tokens themselves instead of log-in codes for them.</summary>
    [BodyField("long", NullIsAbsent = true)]
    public bool? Long { get; init; }
}
