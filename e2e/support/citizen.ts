import type { PanelClient } from '@haizhu/kiosk-app/device-service/panel-client';
import { expect, type Locator, type Page } from '@playwright/test';

/** What a citizen does at the kiosk, by what is to be read on the screen; cards and phone are the fault panel's. */
export class Citizen {
  readonly #page: Page;
  readonly #panel: PanelClient;
  readonly person: string;

  constructor(page: Page, panel: PanelClient, person: string) {
    this.#page = page;
    this.#panel = panel;
    this.person = person;
  }

  async sees(text: string | RegExp, timeout = 20_000): Promise<void> {
    await expect(this.#page.getByRole('heading', { name: text }).first()).toBeVisible({ timeout });
  }

  async touches(name: string | RegExp): Promise<void> {
    await this.#page.getByRole('button', { name }).first().tap();
  }

  async start(): Promise<void> {
    await this.touches(/点一下/);
    await this.sees('请把身份证放在读卡区');
  }

  async identify(): Promise<void> {
    await this.#panel.act({ action: 'lay-id-card', person: this.person });
    await this.sees('请插入往来港澳通行证');
    await this.#panel.act({ action: 'lift-id-card' });
    await this.#panel.act({ action: 'insert-permit', person: this.person });
    await this.sees('您要办哪种签注？');
  }

  /** One endorsement to Hong Kong, three months, one entry: 15 yuan. */
  async choose(): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: '去香港' }).getByText('3 个月内 1 次').tap();
    await this.touches('下一步');
    await this.sees('请核对');
    await expect(this.#page.getByText('15 元').first()).toBeVisible();
  }

  /** With a phone, at the simulated provider. */
  async pays(result: 'paid' | 'failed' = 'paid'): Promise<void> {
    await this.sees('请扫码缴费');
    await expect.poll(async () => (await this.#panel.payments())?.length ?? 0).toBeGreaterThan(0);
    const order = (await this.#panel.payments())?.at(-1);
    if (order === undefined) throw new Error('no order to pay');
    await this.#panel.act({ action: 'settle-payment', orderId: order.orderId, result });
  }

  async takesCard(): Promise<void> {
    await this.sees('请取走通行证', 40_000);
    await expect.poll(async () => (await this.#panel.state()).permit?.position).toBe('exit');
    await this.#panel.act({ action: 'take-card' });
  }

  /** From the result to what the kiosk shows the next citizen: the attract screen, or `next`. */
  async leaves(next: Locator = this.#page.getByRole('button', { name: /点一下/ })): Promise<void> {
    await this.touches(/^完成/);
    const skip = this.#page.getByRole('button', { name: '跳过' });
    await expect(skip.or(next).first()).toBeVisible({ timeout: 20_000 });
    if (await skip.isVisible()) await skip.tap();
    await expect(next).toBeVisible({ timeout: 20_000 });
  }

  async checkCode(): Promise<string> {
    const text = await this.#page
      .getByText(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
      .first()
      .textContent();
    return (text ?? '').replaceAll('-', '');
  }

  /** A whole visit at a kiosk without a network, from the first touch to the end; the check code of what is stored. */
  async storesOffline(next?: Locator): Promise<string> {
    await this.start();
    await this.identify();
    await this.choose();
    await this.touches('确认，先存下');
    await this.takesCard();
    await this.sees('申请已存在本机');
    const code = await this.checkCode();
    await this.leaves(next);
    return code;
  }
}
