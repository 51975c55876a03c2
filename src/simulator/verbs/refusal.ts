const DETAILS = {
  not_a_member: 'Esta pessoa não pode escrever nesta conversa.',
  unknown_message: 'A mensagem não existe nesta conversa.',
  unknown_chat: 'Esta conversa não existe.',
  unknown_group: 'Este grupo não existe.',
} as const;

/** What a phone would not let its owner do. Only the page meets it; `message` is what it shows. */
export class SimulatorRefusal extends Error {
  override readonly name = 'SimulatorRefusal';
  readonly code: keyof typeof DETAILS;

  constructor(code: keyof typeof DETAILS) {
    super(DETAILS[code]);
    this.code = code;
  }
}
