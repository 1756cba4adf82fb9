using Venueless.Fast.Core.Commands;

namespace Sample;

internal partial interface ILogin
{
    internal partial record class Forms
    {
        [CommandBody]
        internal readonly partial record struct LoginBody
        {
            [BodyField("token")]
            public string? Token { get; init; }
        }
    }
}
