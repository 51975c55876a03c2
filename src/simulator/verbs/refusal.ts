const DETAILS = {
  not_a_member: 'Esta pessoa não pode escrever nesta conversa.',
  unknown_message: 'A mensagem não existe nesta conversa.',
  unknown_group: 'Este grupo não existe.',
  no_time_machine: 'Aqui o tempo só anda sozinho.',
  already_travelling: 'O tempo já está andando. Espere ele chegar.',
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
