using System.Text;

namespace Venueless.Fast.Compare.Dialects;

/// <summary>Sends what our server's clients send, and gets answers as long as our server's.</summary>
internal sealed class EchoDialect(int answerBytes) : Dialect, ICommandDialect
{
    private const string SomeId = "00000000-0000-4000-8000-000000000000";

    public override string Path => $"/?reply={answerBytes}";

    public byte[] Ask(string command, int client, int number) => Encoding.UTF8.GetBytes(VenuelessDialect.Text(command, SomeId, SomeId, SomeId, number));

    public bool IsAnswer(ReadOnlySpan<byte> payload) => true;

    public string? FindFault(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question) =>
        answer.Length == answerBytes && answer.StartsWith(question[..Math.Min(question.Length, answerBytes)]) ? null : "is not the command at the length that was asked for";
}
