using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Calls.Janus;

/// <summary>Body of <c>januscall.identify</c>.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct IdentifyBody
{
    /// <summary>Session id; what follows the first <c>_</c> tells screens of one session apart.</summary>
    [BodyField("id")]
    public string? Id { get; init; }
}
