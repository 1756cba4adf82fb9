using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Tests.Protocol;

public sealed class MessageSignerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2031, 2, 3, 9, 15, 22, TimeSpan.Zero));

    [Fact]
    public void Sign_ThenOpen_GivesTheMessageUntilItExpires()
    {
        var token = Signer().Sign("{\"a\":1}"u8, TimeSpan.FromSeconds(600));

        _time.Advance(TimeSpan.FromSeconds(599));
        Assert.True(Signer().TryOpen(token, out var message));
        Assert.Equal("{\"a\":1}"u8.ToArray(), message);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Signer().TryOpen(token, out _));
    }

    [Fact]
    public void Open_OfAnotherSecretOrPurpose_IsRefused()
    {
        var token = Signer().Sign("x"u8, TimeSpan.FromSeconds(600));

        Assert.False(Signer(secret: "other").TryOpen(token, out _));
        Assert.False(Signer(purpose: "other").TryOpen(token, out _));
    }

    [Fact]
    public void Open_OfATokenChangedAnywhere_IsRefused()
    {
        var token = Signer().Sign("x"u8, TimeSpan.FromSeconds(600));

        for (var place = 0; place < token.Length; place++)
        {
            var changed = token.ToCharArray();
            changed[place] = changed[place] == 'A' ? 'B' : 'A';
            Assert.False(Signer().TryOpen(new string(changed), out _), $"changed at {place}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("ü.ü")]
    public void Open_OfGarbage_IsRefused(string token) => Assert.False(Signer().TryOpen(token, out _));

    private MessageSigner Signer(string secret = "installation", string purpose = "social") => new(secret, purpose, _time);
}
