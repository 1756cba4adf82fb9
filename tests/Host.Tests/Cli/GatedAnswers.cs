namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>Answers line by line; gives the last one when everybody else has come to it as well.</summary>
internal sealed class GatedAnswers(Barrier gate, params string[] answers) : TextReader
{
    private readonly Queue<string> _answers = new(answers);

    public override string? ReadLine()
    {
        if (_answers.Count == 1)
        {
            gate.SignalAndWait();
        }

        return _answers.TryDequeue(out var answer) ? answer : null;
    }
}
